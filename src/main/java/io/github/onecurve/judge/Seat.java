package io.github.onecurve.judge;

/** What one system saves on the rows of a block that it changes; all other rows are left at 0. */
final class Seat {
  private final int parts;
  private final long[] saved;
  private final long[] totals;
  private final int[] touched;
  private final boolean[] isTouched;
  private int seeds;
  private int count;

  /** Room for a block of so many rows and for a system of so many seeds at most. */
  Seat(int rows, int parts, int mostSeeds) {
    this.parts = parts;
    this.saved = new long[rows * parts * mostSeeds];
    this.totals = new long[rows * parts];
    this.touched = new int[rows];
    this.isTouched = new boolean[rows];
  }

  /** Takes a system of so many seeds that has saved nothing yet. */
  void take(int seedsOfSystem) {
    for (int i = 0; i < count; i++) {
      int place = touched[i];
      isTouched[place] = false;
      for (int part = 0; part < parts; part++) {
        totals[place * parts + part] = 0;
        int from = at(place, part);
        for (int s = 0; s < seeds; s++) {
          saved[from + s] = 0;
        }
      }
    }
    count = 0;
    seeds = seedsOfSystem;
  }

  void put(int place, int part, int seed, long units) {
    if (!isTouched[place]) {
      isTouched[place] = true;
      touched[count++] = place;
    }
    saved[at(place, part) + seed] = units;
    totals[place * parts + part] += units;
  }

  int seeds() {
    return seeds;
  }

  /** The number of rows that the system changes. */
  int count() {
    return count;
  }

  /** The place in the block of a row that it changes. */
  int place(int i) {
    return touched[i];
  }

  boolean changes(int place) {
    return isTouched[place];
  }

  long saved(int place, int part, int seed) {
    return saved[at(place, part) + seed];
  }

  /** Σ_s d. */
  long total(int place, int part) {
    return totals[place * parts + part];
  }

  private int at(int place, int part) {
    return (place * parts + part) * seeds;
  }
}
