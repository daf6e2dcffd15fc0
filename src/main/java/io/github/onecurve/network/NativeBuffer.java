package io.github.onecurve.network;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * Kept native memory for products whose shape is a fixed property of one row, such as one image's
 * convolution or one head's attention: a row's bits then depend on nothing but the row.
 *
 * <p>It grows when asked for more, begins at a multiple of 64 bytes and belongs to one frame.
 */
final class NativeBuffer {
  private static final int ROW_MAJOR = 101;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;
  private static final int LINE = 16; // floats in 64 bytes

  private FloatPointer memory = new FloatPointer();
  private FloatBuffer view = FloatBuffer.allocate(0);
  private int start;
  private int size;

  /** Makes room for so many numbers; what was there may be lost. */
  NativeBuffer atLeast(int numbers) {
    if (size < numbers) {
      Backend.ready();
      memory.deallocate();
      memory = new FloatPointer((long) numbers + LINE);
      view = memory.asBuffer();
      start = (int) ((-memory.address() & 63) / Float.BYTES);
      size = numbers;
    }
    return this;
  }

  void put(float[] from, int at, int count, int to) {
    view.put(start + to, from, at, count);
  }

  void get(int from, int count, float[] into, int at) {
    view.get(start + from, into, at, count);
  }

  /** Sets the first numbers to 0. */
  void clear(int count, float[] zeros) {
    for (int at = 0; at < count; at += zeros.length) {
      view.put(start + at, zeros, 0, Math.min(zeros.length, count - at));
    }
  }

  /** The memory from a place on; good until the next call. */
  FloatPointer at(int place) {
    return memory.position((long) start + place);
  }

  /** Gives the memory back; it comes anew when asked for. */
  void free() {
    memory.deallocate();
    memory = new FloatPointer();
    view = FloatBuffer.allocate(0);
    size = 0;
  }

  /**
   * {@code c[m, q] = keep·c + a[m, k]·b[k, q]}, all row-major and dense.
   *
   * @param aTurned whether a is {@code [k, m]}
   * @param bTurned whether b is {@code [q, k]}
   * @param keep 0 or 1: whether to add to what is there
   */
  static void product(
      FloatPointer a,
      boolean aTurned,
      FloatPointer b,
      boolean bTurned,
      FloatPointer c,
      int m,
      int k,
      int q,
      float keep) {
    openblas.cblas_sgemm(
        ROW_MAJOR,
        aTurned ? TRANSPOSED : PLAIN,
        bTurned ? TRANSPOSED : PLAIN,
        m,
        q,
        k,
        1,
        a,
        aTurned ? m : k,
        b,
        bTurned ? k : q,
        keep,
        c,
        q);
  }
}
