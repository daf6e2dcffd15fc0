package io.github.onecurve.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which tensors may share a buffer because they are never wanted at once: keeps what a pass touches
 * small enough for the cache.
 */
final class Layout {
  private static final int NOBODY = -1;

  private final int[] slotOf;
  private final List<Integer> slotWidths = new ArrayList<>();
  private final List<Integer> free = new ArrayList<>();

  private Layout(int tensors) {
    slotOf = new int[tensors];
    Arrays.fill(slotOf, NOBODY);
  }

  /**
   * For values on the way forward: a tensor's buffer is free after its last reader, and is its last
   * reader's own where that may write over it.
   *
   * @param widths of a row, by tensor
   * @param reads the tensors that each node reads
   * @param lastReader by tensor; the number of nodes where that is whoever called
   */
  static Layout forward(int[] widths, int[][] reads, int[] lastReader, List<Operation> operations) {
    Layout layout = new Layout(widths.length);
    layout.take(0, widths[0]);
    for (int node = 0; node < reads.length; node++) {
      int out = node + 1;
      int over = operations.get(node).overwrites();
      boolean inPlace = over >= 0 && lastReader[over] == node && widths[over] == widths[out];
      if (inPlace) {
        layout.slotOf[out] = layout.slotOf[over];
      } else {
        layout.take(out, widths[out]);
      }
      for (int tensor : reads[node]) {
        if (lastReader[tensor] == node && !(inPlace && tensor == over)) {
          layout.free.add(layout.slotOf[tensor]);
        }
      }
    }
    return layout;
  }

  /**
   * For gradients on the way back: from a tensor's last reader, which is the first to add to its
   * gradient, to the node that makes it.
   */
  static Layout backward(int[] widths, int[][] begins) {
    Layout layout = new Layout(widths.length);
    int output = widths.length - 1;
    layout.take(output, widths[output]);
    for (int node = begins.length - 1; node >= 0; node--) {
      for (int tensor : begins[node]) {
        layout.take(tensor, widths[tensor]);
      }
      layout.free.add(layout.slotOf[node + 1]);
    }
    return layout;
  }

  /** The numbers that all buffers hold for one row. */
  long width() {
    return slotWidths.stream().mapToLong(width -> width).sum();
  }

  /** The buffers for some rows. */
  float[][] buffers(int rows) {
    float[][] buffers = new float[slotWidths.size()][];
    for (int slot = 0; slot < buffers.length; slot++) {
      buffers[slot] = new float[Math.multiplyExact(rows, slotWidths.get(slot))];
    }
    return buffers;
  }

  /** Gives each tensor its buffer. */
  void deal(float[][] buffers, float[][] tensors) {
    for (int tensor = 0; tensor < tensors.length; tensor++) {
      tensors[tensor] = buffers[slotOf[tensor]];
    }
  }

  private void take(int tensor, int width) {
    int best = NOBODY;
    for (int slot : free) {
      if (best == NOBODY || better(slotWidths.get(slot), slotWidths.get(best), width)) {
        best = slot;
      }
    }
    if (best == NOBODY) {
      best = slotWidths.size();
      slotWidths.add(width);
    } else {
      free.remove((Integer) best);
      slotWidths.set(best, Math.max(width, slotWidths.get(best)));
    }
    slotOf[tensor] = best;
  }

  /** The narrowest that fits; where none fits, the widest. */
  private static boolean better(int candidate, int best, int wanted) {
    if (candidate >= wanted) {
      return best < wanted || candidate < best;
    }
    return best < wanted && candidate > best;
  }
}
