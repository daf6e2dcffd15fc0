/**
 * Rows, columns, slices and labels: what a model is asked about and what it should have answered.
 *
 * <p>This room starts no ND4J and knows no model, no statistics and no producer; it owns its
 * numbers as {@code float[]} and hands out copies. What reads files lives here too ({@code Csv}).
 */
package io.github.onecurve.data;
