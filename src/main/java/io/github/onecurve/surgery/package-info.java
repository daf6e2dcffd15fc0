/**
 * Cutting a network: units ablated and weights taken away as edits of the weights themselves.
 *
 * <p>What to cut and whether it pays is decided elsewhere: no rows, prices or findings enter here.
 */
package io.github.onecurve.surgery;
