package io.github.onecurve.judge;

/**
 * Where an insight comes from, stamped by the judge.
 *
 * @param producer the name under which its producer was registered
 * @param rank its rank inside its producer, or inside the family that counts as one, from 1, by
 *     forecast
 * @param contentHash SHA-256 over what it says, without the producer's name; empty text where there
 *     is nothing to hash
 * @param level the one-sided level of its status tests
 */
public record Provenance(String producer, int rank, String contentHash, double level) {}
