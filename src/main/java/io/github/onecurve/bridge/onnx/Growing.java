package io.github.onecurve.bridge.onnx;

/**
 * A whole number that may grow with the batch: {@code rest + perRow·n}; every answer holds for
 * every n, or for every large one where two are compared.
 */
record Growing(long rest, long perRow) implements Comparable<Growing> {
  static Growing of(long number) {
    return new Growing(number, 0);
  }

  Growing plus(Growing other) {
    return new Growing(Math.addExact(rest, other.rest), Math.addExact(perRow, other.perRow));
  }

  Growing times(Growing other) {
    if (perRow != 0 && other.perRow != 0) {
      throw fault("a product of two sizes of the batch");
    }
    return new Growing(
        Math.multiplyExact(rest, other.rest),
        Math.addExact(
            Math.multiplyExact(rest, other.perRow), Math.multiplyExact(perRow, other.rest)));
  }

  /** The quotient, cut towards zero where both numbers are fixed. */
  Growing by(Growing other) {
    if (perRow == 0 && other.perRow == 0) {
      if (other.rest == 0) {
        throw fault("a division by 0");
      }
      return of(rest / other.rest);
    }
    if (other.perRow == 0
        && other.rest != 0
        && rest % other.rest == 0
        && perRow % other.rest == 0) {
      return new Growing(rest / other.rest, perRow / other.rest);
    }
    if (rest == 0 && other.rest == 0 && other.perRow != 0 && perRow % other.perRow == 0) {
      return of(perRow / other.perRow);
    }
    throw fault("a quotient that is no multiple of the batch");
  }

  Growing mod(Growing other) {
    if (perRow != 0 || other.perRow != 0 || other.rest == 0) {
      throw fault("a remainder of the batch");
    }
    return of(Math.floorMod(rest, other.rest));
  }

  Growing power(Growing other) {
    if (perRow != 0 || other.perRow != 0 || other.rest < 0 || other.rest > 64) {
      throw fault("a power of the batch");
    }
    long power = 1;
    for (long i = 0; i < other.rest; i++) {
      power = Math.multiplyExact(power, rest);
    }
    return of(power);
  }

  @Override
  public int compareTo(Growing other) {
    return perRow == other.perRow
        ? Long.compare(rest, other.rest)
        : Long.compare(perRow, other.perRow);
  }

  private static IllegalArgumentException fault(String found) {
    return new IllegalArgumentException(
        "expected shapes that grow evenly with the batch, found " + found);
  }
}
