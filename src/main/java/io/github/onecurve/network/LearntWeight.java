package io.github.onecurve.network;

import io.github.onecurve.data.Tensor;

/** A parameter in training: one of its forms is learnt, the other follows when asked for. */
final class LearntWeight implements Weight {
  final float[] learnt;
  private final Tensor tensor;
  private final int rows;
  private final int columns;
  private final boolean byTurned;
  private final float[] other;
  private boolean stale = true;
  private Panel panel;
  private boolean panelStale = true;

  /**
   * @param byTurned whether the turned form is the one that is learnt
   */
  LearntWeight(Tensor tensor, boolean byTurned) {
    this.tensor = tensor;
    this.rows = tensor.rank() >= 2 ? tensor.axis(0) : 1;
    this.columns = tensor.size() / rows;
    this.byTurned = byTurned && tensor.rank() >= 2;
    this.learnt = this.byTurned ? Weight.turn(tensor.values(), rows, columns) : tensor.values();
    this.other = new float[learnt.length];
  }

  @Override
  public float[] straight() {
    return byTurned ? other() : learnt;
  }

  @Override
  public float[] turned() {
    return byTurned || rows == 1 ? learnt : other();
  }

  @Override
  public boolean stays() {
    return false;
  }

  @Override
  public Panel panel() {
    if (panel == null) {
      panel = Panel.of(straight());
    } else if (panelStale) {
      panel.set(straight());
    }
    panelStale = false;
    return panel;
  }

  /** Whether gradients are wanted in the turned form. */
  boolean byTurned() {
    return byTurned;
  }

  /** Says that the learnt form has changed. */
  void changed() {
    stale = true;
    panelStale = true;
  }

  /** Frees what is held in native memory; it comes anew when asked for. */
  void free() {
    if (panel != null) {
      panel.free();
      panel = null;
    }
  }

  /** What has been learnt so far, as a tensor. */
  Tensor toTensor() {
    return Tensor.of(straight(), tensor.shape());
  }

  private float[] other() {
    if (stale) {
      if (byTurned) {
        Weight.turn(learnt, columns, rows, other);
      } else {
        Weight.turn(learnt, rows, columns, other);
      }
      stale = false;
    }
    return other;
  }
}
