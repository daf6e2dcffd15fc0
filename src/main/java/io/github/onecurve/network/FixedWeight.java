package io.github.onecurve.network;

import io.github.onecurve.data.Tensor;
import java.util.function.Supplier;

/** A parameter that stays; each form is made when first asked for and shared by all networks. */
final class FixedWeight implements Weight {
  private final Tensor tensor;
  private final Lazy<float[]> straight;
  private final Lazy<float[]> turned;
  private final Lazy<Panel> panel;

  FixedWeight(Tensor tensor) {
    this.tensor = tensor;
    this.straight = new Lazy<>(tensor::values);
    this.turned = new Lazy<>(this::turn);
    this.panel = new Lazy<>(() -> Panel.of(tensor.values()));
  }

  Tensor tensor() {
    return tensor;
  }

  @Override
  public float[] straight() {
    return straight.get();
  }

  @Override
  public float[] turned() {
    return tensor.rank() >= 2 ? turned.get() : straight.get();
  }

  @Override
  public boolean stays() {
    return true;
  }

  @Override
  public Panel panel() {
    return panel.get();
  }

  private float[] turn() {
    int rows = tensor.axis(0);
    return Weight.turn(tensor.values(), rows, rows == 0 ? 0 : tensor.size() / rows);
  }

  /** A value made at the first call, once for all threads. */
  private static final class Lazy<T> {
    private final Supplier<T> maker;
    private volatile T value;

    Lazy(Supplier<T> maker) {
      this.maker = maker;
    }

    T get() {
      T made = value;
      if (made == null) {
        synchronized (this) {
          made = value;
          if (made == null) {
            made = maker.get();
            value = made;
          }
        }
      }
      return made;
    }
  }
}
