package io.github.onecurve.network;

/**
 * A parameter as the kernels want it: its matrix straight and turned, both row-major. A tensor of
 * more axes is the matrix of its first axis and all others; one of fewer counts as one row.
 */
interface Weight {
  /** The matrix as its tensor has it; not to be written to. */
  float[] straight();

  /** The matrix with rows and columns changed; not to be written to. */
  float[] turned();

  /** Whether the matrix stays as it is, so that copies of it in native memory pay. */
  boolean stays();

  /** The matrix in native memory, straight or turned, where it stays. */
  Panel panel(boolean turned);

  static float[] turn(float[] matrix, int rows, int columns) {
    float[] other = new float[matrix.length];
    turn(matrix, rows, columns, other);
    return other;
  }

  static void turn(float[] matrix, int rows, int columns, float[] into) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        into[column * rows + row] = matrix[row * columns + column];
      }
    }
  }
}
