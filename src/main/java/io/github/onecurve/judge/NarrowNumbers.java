package io.github.onecurve.judge;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Whole numbers in the narrowest type that holds them all: 1, 2, 4 or 8 bytes each. */
final class NarrowNumbers {
  private final int width;
  private final ByteBuffer bytes;

  private NarrowNumbers(int width, ByteBuffer bytes) {
    this.width = width;
    this.bytes = bytes;
  }

  static NarrowNumbers of(long[] numbers, int count) {
    int width = 1;
    for (int i = 0; i < count; i++) {
      width = Math.max(width, width(numbers[i]));
    }
    NarrowNumbers narrow = new NarrowNumbers(width, ByteBuffer.allocate(count * width));
    for (int i = 0; i < count; i++) {
      narrow.set(i, numbers[i]);
    }
    return narrow;
  }

  static NarrowNumbers of(int[] numbers) {
    return of(Arrays.stream(numbers).asLongStream().toArray(), numbers.length);
  }

  int size() {
    return bytes.capacity() / width;
  }

  long get(int i) {
    return switch (width) {
      case 1 -> bytes.get(i);
      case 2 -> bytes.getShort(2 * i);
      case 4 -> bytes.getInt(4 * i);
      default -> bytes.getLong(8 * i);
    };
  }

  /** The number of bytes that {@link #write} puts. */
  int encodedBytes() {
    return 1 + Integer.BYTES + bytes.capacity();
  }

  void write(ByteBuffer out) {
    out.put((byte) width).putInt(size()).put(bytes.duplicate().rewind());
  }

  /**
   * Reads what {@link #write} put.
   *
   * @throws IllegalArgumentException if there are not as many numbers as expected, or not all bytes
   */
  static NarrowNumbers read(ByteBuffer in, int expected) {
    EncodedParts.require(in, 1 + Integer.BYTES, "the width and count of numbers");
    int width = in.get();
    if (width != 1 && width != 2 && width != 4 && width != 8) {
      throw EncodedParts.broken("numbers of 1, 2, 4 or 8 bytes", width + " bytes");
    }
    int count = in.getInt();
    if (count != expected) {
      throw EncodedParts.broken(expected + " numbers", String.valueOf(count));
    }
    EncodedParts.require(in, (long) count * width, count + " numbers of " + width + " bytes");
    byte[] copy = new byte[count * width];
    in.get(copy);
    return new NarrowNumbers(width, ByteBuffer.wrap(copy));
  }

  private static int width(long number) {
    if (number == (byte) number) {
      return 1;
    }
    if (number == (short) number) {
      return 2;
    }
    return number == (int) number ? 4 : 8;
  }

  private void set(int i, long number) {
    switch (width) {
      case 1 -> bytes.put(i, (byte) number);
      case 2 -> bytes.putShort(2 * i, (short) number);
      case 4 -> bytes.putInt(4 * i, (int) number);
      default -> bytes.putLong(8 * i, number);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NarrowNumbers that && that.width == width && that.bytes.equals(bytes);
  }

  @Override
  public int hashCode() {
    return 31 * width + bytes.hashCode();
  }
}
