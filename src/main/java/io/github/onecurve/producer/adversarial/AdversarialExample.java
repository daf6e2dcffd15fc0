package io.github.onecurve.producer.adversarial;

import io.github.onecurve.data.Tensor;

/**
 * A row, and the perturbation that makes the model fail on it: the float32 sum of the two is an
 * input that the model decides otherwise than its label.
 *
 * @param row its index among the diagnosis rows
 * @param label the name of its true class, which the model finds without the perturbation
 * @param decision the name of the class that the model finds with it
 * @param inputs the row as it is, of the shape of a row
 * @param perturbation what is added, of the same shape
 * @param size the length of the perturbation in the threat's norm and units
 */
public record AdversarialExample(
    int row, String label, String decision, Tensor inputs, Tensor perturbation, double size) {}
