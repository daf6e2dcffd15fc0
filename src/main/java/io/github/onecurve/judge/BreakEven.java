package io.github.onecurve.judge;

import java.util.OptionalDouble;

/**
 * The price at which acting saves nothing, all decisions held fixed.
 *
 * @param of what is varied: "runningPrice", or a confusion as "actual → predicted"
 * @param price where the saving changes sign; empty where it never does at a price of 0 or more
 */
public record BreakEven(String of, OptionalDouble price) {}
