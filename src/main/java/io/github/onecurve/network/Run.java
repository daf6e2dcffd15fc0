package io.github.onecurve.network;

import io.github.onecurve.data.RowSet;
import io.github.onecurve.data.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One batch on its way through a network: its activations can be read, patched and differentiated.
 *
 * <p>A patch stands in for what a tensor's node computed: all that reads the tensor sees the patch,
 * whatever is patched before it. Gradients at a patched place are those at the patched value; none
 * flows on through it. A run belongs to one thread and is closed to hand back its buffers.
 */
public final class Run implements AutoCloseable {
  private final Network network;
  private final Plan plan;
  private final Weight[] weights;
  private final Frame frame;
  private final int n;
  private final Map<Integer, Patch> patches = new TreeMap<>();
  private int computed;
  private boolean closed;

  /** Which values of a tensor are set, and to what; {@code [n, width]} each. */
  private static final class Patch {
    private final boolean[] set;
    private final float[] values;

    Patch(int size) {
      set = new boolean[size];
      values = new float[size];
    }

    void apply(float[] into) {
      for (int i = 0; i < set.length; i++) {
        if (set[i]) {
          into[i] = values[i];
        }
      }
    }

    void block(float[] gradients) {
      for (int i = 0; i < set.length; i++) {
        if (set[i]) {
          gradients[i] = 0;
        }
      }
    }
  }

  Run(Network network, Plan plan, Weight[] weights, Frame frame, int n) {
    this.network = network;
    this.plan = plan;
    this.weights = weights;
    this.frame = frame;
    this.n = n;
  }

  /** The number of rows. */
  public int rows() {
    return n;
  }

  /**
   * Sets a site's values for some rows.
   *
   * @param rows out of the rows of this run
   * @param values {@code [rows, width of the site]} row-major in rising order of rows, or one
   *     number for all
   * @return this run
   * @throws IllegalArgumentException if sizes do not fit or a value is not finite
   */
  public Run patch(Site site, RowSet rows, float... values) {
    requireOpen();
    int tensor = network.number(site);
    int width = plan.width(tensor);
    int units = site.unit().isPresent() ? 1 : width;
    if (rows.universe() != n) {
      throw new IllegalArgumentException(
          "expected a choice out of " + n + " rows, found one out of " + rows.universe());
    }
    if (values.length != 1 && values.length != rows.size() * units) {
      throw new IllegalArgumentException(
          String.format(
              "expected 1 or %d × %d values for %s, found %d",
              rows.size(), units, site, values.length));
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "patches of " + site + " must be finite, found " + value);
      }
    }
    Patch patch = patches.computeIfAbsent(tensor, key -> new Patch(n * width));
    int next = 0;
    for (int row : rows.indices()) {
      for (int unit = 0; unit < units; unit++) {
        int at = row * width + site.unit().orElse(unit);
        patch.set[at] = true;
        patch.values[at] = values[values.length == 1 ? 0 : next];
        next++;
      }
    }
    if (computed >= tensor) {
      patch.apply(frame.values[tensor]);
      computed = tensor;
    }
    return this;
  }

  /**
   * A site's values.
   *
   * @return {@code [n, width of the site]} row-major, a new array
   */
  public float[] read(Site site) {
    requireOpen();
    int tensor = network.number(site);
    computeTo(tensor);
    return pick(frame.values[tensor], tensor, site);
  }

  /** The logits, {@code [n, classes]} row-major, a new array. */
  public float[] logits() {
    return read(Site.whole(network.output()));
  }

  /**
   * The gradient of a scalar of the logits with respect to a site's values.
   *
   * @param gradientAtLogits the scalar's gradient at the logits, {@code [n, classes]} row-major
   * @return {@code [n, width of the site]} row-major, a new array
   */
  public float[] gradient(Site site, float[] gradientAtLogits) {
    requireOpen();
    int tensor = network.number(site);
    backward(gradientAtLogits, tensor);
    return pick(frame.gradients[tensor], tensor, site);
  }

  /**
   * The gradient of a scalar of the logits with respect to every parameter, by name.
   *
   * @param gradientAtLogits the scalar's gradient at the logits, {@code [n, classes]} row-major
   */
  public Map<String, Tensor> parameterGradients(float[] gradientAtLogits) {
    requireOpen();
    Map<String, Tensor> parameters = network.parameters();
    parameters.forEach(
        (name, value) -> {
          int p = plan.parameter(name);
          frame.parameterGradients[p] = new float[value.size()];
          frame.turned[p] = false;
        });
    backward(gradientAtLogits, 0);
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    parameters.forEach(
        (name, value) ->
            gradients.put(
                name, Tensor.of(frame.parameterGradients[plan.parameter(name)], value.shape())));
    Arrays.fill(frame.parameterGradients, null);
    return gradients;
  }

  /** Hands the buffers back; nothing can be asked afterwards. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      plan.giveBack(frame);
    }
  }

  private void computeTo(int tensor) {
    if (computed == 0 && patches.containsKey(0)) {
      patches.get(0).apply(frame.values[0]);
    }
    while (computed < tensor) {
      plan.operations().get(computed).forward(frame, weights, n);
      computed++;
      Patch patch = patches.get(computed);
      if (patch != null) {
        patch.apply(frame.values[computed]);
      }
    }
  }

  private void backward(float[] gradientAtLogits, int to) {
    int output = plan.output();
    int expected = n * plan.width(output);
    if (gradientAtLogits.length != expected) {
      throw new IllegalArgumentException(
          String.format(
              "expected a gradient at the logits of %d × %d numbers, found %d",
              n, plan.width(output), gradientAtLogits.length));
    }
    computeTo(output);
    frame.prepareGradients(0);
    frame.wantsInput = true;
    System.arraycopy(gradientAtLogits, 0, frame.gradients[output], 0, expected);
    plan.clear(frame, n, to);
    for (int node = output - 1; node >= to; node--) {
      Patch patch = patches.get(node + 1);
      if (patch != null) {
        patch.block(frame.gradients[node + 1]);
      }
      plan.operations().get(node).backward(frame, weights, n);
    }
  }

  private float[] pick(float[] values, int tensor, Site site) {
    int width = plan.width(tensor);
    if (site.unit().isEmpty()) {
      return Arrays.copyOf(values, n * width);
    }
    float[] unit = new float[n];
    for (int row = 0; row < n; row++) {
      unit[row] = values[row * width + site.unit().getAsInt()];
    }
    return unit;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "this run is closed and its buffers are handed back: open another with network.on(rows)");
    }
  }
}
