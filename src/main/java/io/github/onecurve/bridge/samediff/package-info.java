/**
 * Between ND4J's SameDiff graphs and {@link io.github.onecurve.model.Model}: serves one as a black
 * box with gradients.
 *
 * <p>SameDiff comes with ND4J, so this room needs no further library. Nothing imports this room.
 */
package io.github.onecurve.bridge.samediff;
