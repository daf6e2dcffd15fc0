/**
 * What an adversary may do to an input, and the ways of doing it.
 *
 * <p>The judge attacks deployments with these and the adversarial producer searches with them, so
 * this room knows neither: no stakes, no remedies and no insights enter here.
 */
package io.github.onecurve.attack;
