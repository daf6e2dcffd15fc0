/**
 * Between ONNX files and {@link io.github.onecurve.network.Network}: reads one into the other, and
 * hands an edited one back with nothing else changed.
 *
 * <p>The file's classes come with ND4J. Nothing imports this room; no model is run and nothing is
 * judged here.
 */
package io.github.onecurve.bridge.onnx;
