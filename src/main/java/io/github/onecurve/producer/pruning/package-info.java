/**
 * Pruning sensitivity: how many of a network's weights can go, and what that costs.
 *
 * <p>No other producer and nothing that grades enters here.
 */
package io.github.onecurve.producer.pruning;
