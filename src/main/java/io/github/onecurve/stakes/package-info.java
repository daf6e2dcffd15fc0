/**
 * What decisions cost: declared once by the user, read by producers, remedies and the judge.
 *
 * <p>Prices are whole multiples of 1e-4, so that sums of costs are exact. Nothing that decides,
 * repairs or grades enters here.
 */
package io.github.onecurve.stakes;
