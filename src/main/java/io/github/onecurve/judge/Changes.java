package io.github.onecurve.judge;

import java.nio.ByteBuffer;

/**
 * What a system decides about the judge rows at one seed, kept only where it differs from today's
 * system: a few bytes for each changed decision, and for each changed cost under attack.
 */
final class Changes {
  private final SparseNumbers decisions;
  private final SparseNumbers worst;

  private Changes(SparseNumbers decisions, SparseNumbers worst) {
    this.decisions = decisions;
    this.worst = worst;
  }

  /**
   * The changes from today's system to another.
   *
   * @param decided by the other, {@code [n]}
   * @param worst its dearest cost under attack, in units, {@code [n]}; no numbers where nothing is
   *     attacked
   * @throws IllegalArgumentException if there is not a number for each row
   */
  static Changes of(StatusQuo today, int[] decided, long[] worst) {
    requireRows("decisions", today.rows(), decided.length);
    requireRows("worst costs", today.isAttacked() ? today.rows() : 0, worst.length);
    return new Changes(
        SparseNumbers.between(today.rows(), today::decision, row -> decided[row]),
        SparseNumbers.between(worst.length, today::worst, row -> worst[row]));
  }

  /** Those of today's system itself. */
  static Changes none(StatusQuo today) {
    return new Changes(
        SparseNumbers.none(today.rows()),
        SparseNumbers.none(today.isAttacked() ? today.rows() : 0));
  }

  /** The changed decisions. */
  SparseNumbers decisions() {
    return decisions;
  }

  /** The changed costs under attack, in units. */
  SparseNumbers worst() {
    return worst;
  }

  /** These changes in bytes, which {@link #decode} reads. */
  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(decisions.encodedBytes() + worst.encodedBytes());
    decisions.write(out);
    worst.write(out);
    return out.array();
  }

  /**
   * Changes that were written down.
   *
   * @param today the system that they are changes of
   * @throws IllegalArgumentException if the bytes are cut off, too many, or of other rows
   */
  static Changes decode(StatusQuo today, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    SparseNumbers decisions = SparseNumbers.read(in, today.rows());
    SparseNumbers worst = SparseNumbers.read(in, today.isAttacked() ? today.rows() : 0);
    if (in.hasRemaining()) {
      throw EncodedParts.broken("the end of the changes", in.remaining() + " bytes more");
    }
    return new Changes(decisions, worst);
  }

  private static void requireRows(String what, int expected, int found) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "expected " + expected + " " + what + ", one a judge row, found " + found);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Changes that
        && that.decisions.equals(decisions)
        && that.worst.equals(worst);
  }

  @Override
  public int hashCode() {
    return 31 * decisions.hashCode() + worst.hashCode();
  }

  @Override
  public String toString() {
    return decisions.size() + " decisions and " + worst.size() + " worst costs changed";
  }
}
