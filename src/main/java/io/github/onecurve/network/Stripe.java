package io.github.onecurve.network;

import java.util.Arrays;

/** The values that are kept of one chunk of a batch, by tensor. */
final class Stripe {
  /** By tensor, {@code [rows, width]}; null where not kept. */
  final float[][] values;

  private final int rows;

  private Stripe(int tensors, int rows) {
    this.values = new float[tensors][];
    this.rows = rows;
  }

  /** Room for every tensor. */
  static Stripe full(int[] widths, int rows) {
    Stripe stripe = new Stripe(widths.length, rows);
    for (int tensor = 0; tensor < widths.length; tensor++) {
      stripe.values[tensor] = new float[Math.multiplyExact(rows, widths[tensor])];
    }
    return stripe;
  }

  /** Room for nothing yet. */
  static Stripe empty(int tensors, int rows) {
    return new Stripe(tensors, rows);
  }

  /** The most rows that fit. */
  int rows() {
    return rows;
  }

  /** The numbers that fit. */
  long size() {
    return Arrays.stream(values).mapToLong(held -> held == null ? 0 : held.length).sum();
  }
}
