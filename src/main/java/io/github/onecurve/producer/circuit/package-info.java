/**
 * The circuit hypothesis: the hidden units that carry the costliest confusion, and what cutting
 * them out is worth.
 *
 * <p>No other producer and nothing that grades enters here.
 */
package io.github.onecurve.producer.circuit;
