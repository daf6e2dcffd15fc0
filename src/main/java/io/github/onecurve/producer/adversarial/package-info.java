/**
 * Adversarial perturbation: inputs that a small change makes the model fail on, and how many there
 * are.
 *
 * <p>Attacks live in their own room; no other producer and nothing that grades enters here.
 */
package io.github.onecurve.producer.adversarial;
