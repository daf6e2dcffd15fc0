/**
 * Simulated boards: rows are drawn as counts of kinds whose truth is known, so that the judge's
 * statistics can be seen to hold. No models, no remedies.
 */
package io.github.onecurve.validity;
