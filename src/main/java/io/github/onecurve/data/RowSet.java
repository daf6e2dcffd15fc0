package io.github.onecurve.data;

import java.util.BitSet;
import java.util.function.IntPredicate;

/** An immutable set of row numbers out of a known number of rows. */
public final class RowSet {
  private final int universe;
  private final BitSet members;

  private RowSet(int universe, BitSet members) {
    this.universe = universe;
    this.members = members;
  }

  /** All of the rows {@code 0 … universe − 1}. */
  public static RowSet all(int universe) {
    return RowSet.of(universe).not();
  }

  /**
   * The rows named.
   *
   * @throws IllegalArgumentException if a row is not in {@code [0, universe)}
   */
  public static RowSet of(int universe, int... rows) {
    BitSet members = new BitSet(requireNotNegative(universe));
    for (int row : rows) {
      if (row < 0 || row >= universe) {
        throw new IllegalArgumentException(
            "row must be in [0, " + universe + "), found " + row + ": name rows of this data only");
      }
      members.set(row);
    }
    return new RowSet(universe, members);
  }

  /** The rows that satisfy a condition. */
  public static RowSet where(int universe, IntPredicate condition) {
    BitSet members = new BitSet(requireNotNegative(universe));
    for (int row = 0; row < universe; row++) {
      if (condition.test(row)) {
        members.set(row);
      }
    }
    return new RowSet(universe, members);
  }

  /** The number of rows out of which this set was chosen. */
  public int universe() {
    return universe;
  }

  /** The number of rows in this set. */
  public int size() {
    return members.cardinality();
  }

  /** Whether there is no row in this set. */
  public boolean isEmpty() {
    return members.isEmpty();
  }

  /** Whether a row is in this set. */
  public boolean contains(int row) {
    return row >= 0 && members.get(row);
  }

  /** The rows in rising order. */
  public int[] indices() {
    return members.stream().toArray();
  }

  /** The rows in this set or in the other. */
  public RowSet or(RowSet other) {
    BitSet union = (BitSet) members.clone();
    union.or(other.sameUniverse(universe).members);
    return new RowSet(universe, union);
  }

  /** The rows in this set and in the other. */
  public RowSet and(RowSet other) {
    BitSet both = (BitSet) members.clone();
    both.and(other.sameUniverse(universe).members);
    return new RowSet(universe, both);
  }

  /** The rows that are not in this set. */
  public RowSet not() {
    BitSet rest = (BitSet) members.clone();
    rest.flip(0, universe);
    return new RowSet(universe, rest);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowSet set && set.universe == universe && set.members.equals(members);
  }

  @Override
  public int hashCode() {
    return 31 * universe + members.hashCode();
  }

  @Override
  public String toString() {
    return size() + " of " + universe + " rows";
  }

  private static int requireNotNegative(int universe) {
    if (universe < 0) {
      throw new IllegalArgumentException("number of rows must not be negative, found " + universe);
    }
    return universe;
  }

  private RowSet sameUniverse(int expected) {
    if (universe != expected) {
      throw new IllegalArgumentException(
          "row sets must be over the same data: expected " + expected + " rows, found " + universe);
    }
    return this;
  }
}
