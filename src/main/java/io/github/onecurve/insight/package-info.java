/**
 * Saying: insights, those who produce them, and the claims and forecasts that they carry.
 *
 * <p>Nothing here grades; no particular producer and no judge enters.
 */
package io.github.onecurve.insight;
