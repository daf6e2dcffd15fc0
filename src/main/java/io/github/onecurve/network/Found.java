package io.github.onecurve.network;

/** The numbers of a spot for all rows of a batch, gathered chunk by chunk. */
final class Found {
  private final Spot spot;
  private final float[] numbers;

  Found(Spot spot, int rows) {
    this.spot = spot;
    this.numbers = new float[Math.multiplyExact(rows, spot.size())];
  }

  Spot spot() {
    return spot;
  }

  /** {@code [rows, size of the spot]}. */
  float[] numbers() {
    return numbers;
  }

  /** Copies a chunk's numbers out of a tensor or its gradient. */
  void take(float[] tensor, Cut cut, int chunk) {
    spot.pick(tensor, cut.count(chunk), numbers, cut.from(chunk) * spot.size());
  }
}
