/**
 * Serves any ONNX file as a black box through ONNX Runtime: what {@code bridge.onnx} cannot read as
 * a white box can be audited all the same.
 *
 * <p>The library is optional; only {@code Session} touches it. No file is parsed here and no weight
 * is seen; nothing imports this room.
 */
package io.github.onecurve.bridge.onnxruntime;
