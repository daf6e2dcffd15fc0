package io.github.onecurve.model;

import io.github.onecurve.data.Rows;
import java.util.Arrays;

/**
 * How a model must be asked so that a row's logits do not depend on its neighbours: in large
 * blocks, in tiles of 16 rows the last of which is padded, or it cannot be had.
 *
 * @param block the number of rows of a call
 * @param padded whether the last block is filled up with zeros
 * @param rowExact whether a row's logits were the same whatever its neighbours and its place
 */
public record Batching(int block, boolean padded, boolean rowExact) {
  private static final Batching FREE = new Batching(1024, false, true);
  private static final Batching TILES = new Batching(16, true, true);
  private static final int SAMPLE = 96;
  private static final int SHIFT = 5;

  /** Large blocks, for a model that promises that rows do not depend on each other. */
  public static Batching free() {
    return FREE;
  }

  /**
   * Finds out by asking about at most 96 rows in order, in another order and cut otherwise.
   *
   * @throws IllegalStateException if the model does not answer with logits {@code [n, classes]}
   */
  public static Batching of(Model model, Rows rows, int classes) {
    Rows sample = rows.select(firstRows(Math.min(SAMPLE, rows.size())));
    if (isRowExact(model, sample, classes, FREE)) {
      return FREE;
    }
    boolean tiled = isRowExact(model, sample, classes, TILES);
    return tiled ? TILES : new Batching(TILES.block, true, false);
  }

  /** Neighbours change with each order and cut: none of them is a whole number of tiles. */
  private static boolean isRowExact(Model model, Rows sample, int classes, Batching batching) {
    int n = sample.size();
    int[] backwards = new int[n];
    Arrays.setAll(backwards, place -> (n - 1 - place + SHIFT) % n);
    int[] rest = Arrays.copyOfRange(firstRows(n), Math.min(n - 1, n / 3 | 1), n);
    Logits straight = Logits.of(model, sample, classes, batching);
    return agrees(straight, backwards, model, sample, batching)
        && agrees(straight, rest, model, sample, batching);
  }

  private static boolean agrees(
      Logits straight, int[] rows, Model model, Rows sample, Batching batching) {
    Logits again = Logits.of(model, sample.select(rows), straight.classes(), batching);
    for (int place = 0; place < rows.length; place++) {
      if (!Arrays.equals(again.row(place), straight.row(rows[place]))) {
        return false;
      }
    }
    return true;
  }

  private static int[] firstRows(int count) {
    int[] rows = new int[count];
    Arrays.setAll(rows, row -> row);
    return rows;
  }
}
