/**
 * Test-set accuracy: what share of the data the model handles correctly, and from which confidence
 * on its answers should be taken.
 *
 * <p>No other producer and nothing that grades enters here.
 */
package io.github.onecurve.producer.accuracy;
