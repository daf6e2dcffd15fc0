package io.github.onecurve.judge;

/**
 * Decisions that another system changes, as shares of all decisions, strata weighted and seeds
 * averaged.
 *
 * @param fixed those that were wrong and are right
 * @param broke those that were right and are wrong
 * @param abstained those that were made and are refused
 */
record Flips(double fixed, double broke, double abstained) {}
