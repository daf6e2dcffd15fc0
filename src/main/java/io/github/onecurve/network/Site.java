package io.github.onecurve.network;

import java.util.OptionalInt;

/**
 * A place in a network where activations can be read, patched and differentiated: a whole tensor or
 * one unit of it.
 *
 * @param tensor the tensor's name
 * @param unit the unit's flat index within a row of the tensor; empty for the whole tensor
 */
public record Site(String tensor, OptionalInt unit) implements Place {
  /** Refuses a negative unit. */
  public Site {
    if (unit.isPresent() && unit.getAsInt() < 0) {
      throw new IllegalArgumentException("unit must not be negative, found " + unit.getAsInt());
    }
  }

  /** A whole tensor. */
  public static Site whole(String tensor) {
    return new Site(tensor, OptionalInt.empty());
  }

  /** One unit of a tensor. */
  public static Site unit(String tensor, int unit) {
    return new Site(tensor, OptionalInt.of(unit));
  }

  @Override
  public String toString() {
    return unit.isPresent() ? tensor + "[" + unit.getAsInt() + "]" : tensor;
  }
}
