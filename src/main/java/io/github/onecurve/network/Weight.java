package io.github.onecurve.network;

/**
 * A parameter as the kernels want it: its matrix straight and turned, both row-major. A tensor of
 * more axes is the matrix of its first axis and all others; one of fewer counts as one row.
 */
interface Weight {
  /** Rows whose lines of memory stay in the fastest cache while they are turned. */
  int BLOCK = 16;

  /** The matrix as its tensor has it; not to be written to. */
  float[] straight();

  /** The matrix with rows and columns changed; not to be written to. */
  float[] turned();

  /** Whether the parameter stays as it is, rather than being learnt. */
  boolean stays();

  /** The matrix straight in native memory. */
  Panel panel();

  static float[] turn(float[] matrix, int rows, int columns) {
    float[] other = new float[matrix.length];
    turn(matrix, rows, columns, other);
    return other;
  }

  static void turn(float[] matrix, int rows, int columns, float[] into) {
    for (int first = 0; first < rows; first += BLOCK) {
      int end = Math.min(rows, first + BLOCK);
      for (int column = 0; column < columns; column++) {
        for (int row = first; row < end; row++) {
          into[column * rows + row] = matrix[row * columns + column];
        }
      }
    }
  }
}
