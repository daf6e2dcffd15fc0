/**
 * Statistics as pure functions: sums and counts go in, estimates and intervals come out.
 *
 * <p>Here live the paired difference of mean losses with its intervals ({@link
 * io.github.onecurve.stats.PairedDifference}), its share of today's loss by Fieller's theorem,
 * exact sums that merge to the same bits in any order, proportions, the normal and Student
 * quantiles, and the scoring of forecasts. Thin over commons-math where that has the thing.
 *
 * <p>What must not enter: rows, labels, models, stakes or any other room of this project,
 * randomness, clocks, and text for people other than error messages.
 */
package io.github.onecurve.stats;
