package io.github.onecurve.network;

/**
 * A batch cut into chunks of one size, the last of them smaller.
 *
 * @param rows of the batch
 * @param chunkRows of a chunk
 */
record Cut(int rows, int chunkRows) {
  /** The number of chunks. */
  int chunks() {
    return ceil(rows, chunkRows);
  }

  /** The first row of a chunk. */
  int from(int chunk) {
    return chunk * chunkRows;
  }

  /** The number of rows of a chunk. */
  int count(int chunk) {
    return Math.min(chunkRows, rows - chunk * chunkRows);
  }

  /** The quotient rounded up. */
  static int ceil(int number, int by) {
    return (int) (((long) number + by - 1) / by);
  }
}
