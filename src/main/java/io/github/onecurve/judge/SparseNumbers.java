package io.github.onecurve.judge;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * The rows at which one column of whole numbers differs from another, in rising order, and the
 * numbers there.
 *
 * <p>A row takes 2 bytes, its place in a block of 65,536 rows, and its number as many as the
 * largest of them needs.
 */
final class SparseNumbers {
  private static final int BLOCK_BITS = 16;
  static final int BLOCK = 1 << BLOCK_BITS;

  private final int rows;

  /** The first entry of each block, and the number of entries behind them. */
  private final int[] starts;

  private final char[] places;
  private final NarrowNumbers numbers;

  private SparseNumbers(int rows, int[] starts, char[] places, NarrowNumbers numbers) {
    this.rows = rows;
    this.starts = starts;
    this.places = places;
    this.numbers = numbers;
  }

  /** Where {@code after} differs from {@code before} over so many rows. */
  static SparseNumbers between(int rows, IntToLongFunction before, IntToLongFunction after) {
    int[] starts = new int[blocks(rows) + 1];
    int count = 0;
    for (int row = 0; row < rows; row++) {
      count += before.applyAsLong(row) != after.applyAsLong(row) ? 1 : 0;
      starts[(row >>> BLOCK_BITS) + 1] = count;
    }
    char[] places = new char[count];
    long[] numbers = new long[count];
    int at = 0;
    for (int row = 0; at < count; row++) {
      long number = after.applyAsLong(row);
      if (before.applyAsLong(row) != number) {
        places[at] = (char) row;
        numbers[at] = number;
        at++;
      }
    }
    return new SparseNumbers(rows, starts, places, NarrowNumbers.of(numbers, count));
  }

  static SparseNumbers none(int rows) {
    return between(rows, row -> 0, row -> 0);
  }

  /** The number of rows at which there is a number. */
  int size() {
    return places.length;
  }

  int rows() {
    return rows;
  }

  /** The first entry of a row or of one behind it; {@link #size()} where there is none. */
  int from(int row) {
    if (row >= rows) {
      return size();
    }
    int block = row >>> BLOCK_BITS;
    int at = Arrays.binarySearch(places, starts[block], starts[block + 1], (char) row);
    return at >= 0 ? at : -at - 1;
  }

  /** Whether there is a number at a row whose {@link #from} is {@code entry}. */
  boolean isAt(int entry, int row) {
    return entry < starts[(row >>> BLOCK_BITS) + 1] && places[entry] == (char) row;
  }

  /** The place of an entry's row in its block of {@link #BLOCK} rows. */
  int place(int entry) {
    return places[entry];
  }

  /** The number of an entry. */
  long number(int entry) {
    return numbers.get(entry);
  }

  /** The largest number; 0 where there is none above. */
  long largest() {
    long largest = 0;
    for (int entry = 0; entry < size(); entry++) {
      largest = Math.max(largest, number(entry));
    }
    return largest;
  }

  /** The number at a row, or another where there is none. */
  long at(int row, long otherwise) {
    int entry = from(row);
    return isAt(entry, row) ? number(entry) : otherwise;
  }

  /** The rows, in rising order. */
  int[] indices() {
    int[] indices = new int[size()];
    for (int block = 0; block < starts.length - 1; block++) {
      for (int entry = starts[block]; entry < starts[block + 1]; entry++) {
        indices[entry] = (block << BLOCK_BITS) + places[entry];
      }
    }
    return indices;
  }

  /** The number of bytes that {@link #write} puts. */
  int encodedBytes() {
    return Integer.BYTES * (1 + starts.length) + Character.BYTES * size() + numbers.encodedBytes();
  }

  void write(ByteBuffer out) {
    out.putInt(rows);
    for (int start : starts) {
      out.putInt(start);
    }
    for (char place : places) {
      out.putChar(place);
    }
    numbers.write(out);
  }

  /**
   * Reads what {@link #write} put.
   *
   * @throws IllegalArgumentException if it is over another number of rows, cut off or out of order
   */
  static SparseNumbers read(ByteBuffer in, int expectedRows) {
    EncodedParts.require(in, Integer.BYTES, "the number of rows");
    int rows = in.getInt();
    if (rows != expectedRows) {
      throw EncodedParts.broken("changes over " + expectedRows + " rows", String.valueOf(rows));
    }
    int[] starts = new int[blocks(rows) + 1];
    EncodedParts.require(in, (long) Integer.BYTES * starts.length, "the starts of blocks");
    for (int block = 0; block < starts.length; block++) {
      starts[block] = in.getInt();
      if (starts[block] < (block == 0 ? 0 : starts[block - 1]) || starts[0] > 0) {
        throw EncodedParts.broken("starts of blocks that rise from 0", Arrays.toString(starts));
      }
    }
    int count = starts[starts.length - 1];
    EncodedParts.require(in, (long) Character.BYTES * count, count + " rows");
    char[] places = new char[count];
    for (int block = 0; block < starts.length - 1; block++) {
      int next = 0;
      for (int entry = starts[block]; entry < starts[block + 1]; entry++) {
        places[entry] = in.getChar();
        if (places[entry] < next || (block << BLOCK_BITS) + places[entry] >= rows) {
          throw EncodedParts.broken(
              "rows below " + rows + " that rise", "place " + (int) places[entry]);
        }
        next = places[entry] + 1;
      }
    }
    return new SparseNumbers(rows, starts, places, NarrowNumbers.read(in, count));
  }

  private static int blocks(int rows) {
    return (rows + BLOCK - 1) >>> BLOCK_BITS;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SparseNumbers that
        && that.rows == rows
        && Arrays.equals(that.starts, starts)
        && Arrays.equals(that.places, places)
        && that.numbers.equals(numbers);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(places) + numbers.hashCode();
  }
}
