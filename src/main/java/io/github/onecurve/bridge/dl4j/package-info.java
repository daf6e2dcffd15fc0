/**
 * Between Deeplearning4j and OneCurve: serves its networks as black boxes with gradients, turns
 * those of plain layers into {@link io.github.onecurve.network.Network}, and carries edited
 * parameters back.
 *
 * <p>Needs {@code org.deeplearning4j:deeplearning4j-nn} on the class path. Nothing imports this
 * room.
 */
package io.github.onecurve.bridge.dl4j;
