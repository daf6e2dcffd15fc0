package io.github.onecurve.network;

import io.github.onecurve.data.RowSet;
import io.github.onecurve.data.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One batch on its way through a network: its activations can be read, patched and differentiated.
 *
 * <p>A patch stands in for what a tensor's node computed: all that reads the tensor sees the patch,
 * whatever is patched before it; a patch of an {@link Edge} is what one reader alone sees, on top
 * of the tensor's own patches. Gradients at a patched place are those at the patched value; none
 * flows on through it. What has been computed is kept: only what a patch can change is computed
 * again. A run belongs to one thread and is closed to hand back its buffers.
 */
public final class Run implements AutoCloseable {
  /** How many chunks' gradients of the parameters are held at once. */
  private static final int WAVE = 8;

  private final Network network;
  private final Plan plan;
  private final Weight[] weights;
  private final Cut cut;
  private final Stripe[] stripes;
  private final Patches patches = new Patches();
  private final Pass pass;
  private final boolean helped;
  private int computed;
  private long nodesRun;
  private boolean closed;

  Run(Network network, float[] rows, int n) {
    this.network = network;
    this.plan = network.plan();
    this.weights = network.weights();
    this.cut = plan.cut(n);
    this.pass = new Pass(plan, patches, cut);
    this.helped = plan.worthHelp(n);
    this.stripes = new Stripe[cut.chunks()];
    int width = plan.width(0);
    for (int chunk = 0; chunk < stripes.length; chunk++) {
      stripes[chunk] = plan.borrow(cut.count(chunk));
      System.arraycopy(
          rows, cut.from(chunk) * width, stripes[chunk].values[0], 0, cut.count(chunk) * width);
    }
  }

  /** The number of rows. */
  public int rows() {
    return cut.rows();
  }

  /** The nodes that have been run for this batch so far, each as often as it was. */
  public long nodesRun() {
    return nodesRun;
  }

  /**
   * Sets a place's values for some rows; of two patches of one number the later holds.
   *
   * @param rows out of the rows of this run
   * @param values {@code [rows, numbers of the place]} row-major in rising order of rows, or one
   *     number for all
   * @return this run
   * @throws IllegalArgumentException if there is no such place, sizes do not fit or a value is not
   *     finite
   */
  public Run patch(Place place, RowSet rows, float... values) {
    requireOpen();
    Spot spot = Spot.of(plan, place);
    requireFit(spot, rows, values);
    Patch patch = new Patch(spot, rows.indices(), values.clone());
    if (spot.isEdge()) {
      patches.put(spot, rows, patch);
      computed = Math.min(computed, spot.reader());
    } else if (computed < spot.tensor()) {
      patches.put(spot, rows, patch);
    } else if (patches.holds(spot, rows)) {
      restore(spot.tensor());
      patches.put(spot, rows, patch);
      replace(spot.tensor());
    } else {
      patches.put(spot, rows, patch);
      for (int chunk = 0; chunk < stripes.length; chunk++) {
        float[] made = stripes[chunk].values[spot.tensor()];
        patch.replace(made, cut.from(chunk), cut.count(chunk));
      }
      computed = spot.tensor();
    }
    return this;
  }

  /** Takes all patches away. */
  public Run unpatch() {
    requireOpen();
    patches.tensors().stream().filter(tensor -> tensor <= computed).toList().forEach(this::restore);
    for (int reader : patches.readers()) {
      computed = Math.min(computed, reader);
    }
    patches.clear();
    return this;
  }

  /** Takes away the patches of a place, in whatever rows; others stay, of parts of it too. */
  public Run unpatch(Place place) {
    requireOpen();
    Spot spot = Spot.of(plan, place);
    if (spot.isEdge()) {
      if (patches.remove(spot)) {
        computed = Math.min(computed, spot.reader());
      }
    } else if (computed < spot.tensor()) {
      patches.remove(spot);
    } else {
      int before = computed;
      restore(spot.tensor());
      boolean removed = patches.remove(spot);
      replace(spot.tensor());
      computed = removed ? spot.tensor() : before;
    }
    return this;
  }

  /**
   * A place's values; of an {@link Edge}, what its reader sees.
   *
   * @return {@code [n, numbers of the place]} row-major, a new array
   */
  public float[] read(Place place) {
    requireOpen();
    Spot spot = Spot.of(plan, place);
    computeTo(spot.tensor());
    Found found = new Found(spot, cut.rows());
    for (int chunk = 0; chunk < stripes.length; chunk++) {
      float[] values = stripes[chunk].values[spot.tensor()];
      if (patches.seenBy(spot.reader()).contains(spot.tensor())) {
        int width = plan.width(spot.tensor());
        values =
            patches.seen(
                spot.reader(), spot.tensor(), values, width, cut.from(chunk), cut.count(chunk));
      }
      found.take(values, cut, chunk);
    }
    return found.numbers();
  }

  /** The logits, {@code [n, classes]} row-major, a new array. */
  public float[] logits() {
    return read(Site.whole(network.output()));
  }

  /**
   * The logits of this batch under an edited network, with the patches of this run: the same bits
   * as in a run of its own, but only what the edits reach is computed.
   *
   * @param edited an edit of this run's network, as by {@link Network#with(Map)}
   * @return {@code [n, classes]} row-major, a new array
   * @throws IllegalArgumentException if it is not an edit of this run's network
   */
  public float[] logits(Network edited) {
    requireOpen();
    BitSet changed = new BitSet();
    network.differing(edited).forEach(name -> changed.set(plan.parameter(name)));
    Rest rest = new Rest(plan, changed);
    computeTo(rest.border().last());
    int classes = plan.width(plan.output());
    float[] logits = new float[cut.rows() * classes];
    Weight[] others = edited.weights();
    spread(
        (frame, chunk) -> {
          plan.holdValues(frame, cut.count(chunk));
          for (int tensor : rest.border()) {
            frame.values[tensor] = stripes[chunk].values[tensor];
          }
          for (int node : rest.nodes()) {
            pass.forward(frame, others, node, chunk);
            patches.set(node + 1, frame.values[node + 1], cut.from(chunk), cut.count(chunk));
          }
          float[] output = frame.values[plan.output()];
          System.arraycopy(
              output, 0, logits, cut.from(chunk) * classes, cut.count(chunk) * classes);
        });
    nodesRun += rest.nodes().size();
    return logits;
  }

  /**
   * The gradient of a scalar of the logits with respect to a place's values.
   *
   * @param gradientAtLogits the scalar's gradient at the logits, {@code [n, classes]} row-major
   * @return {@code [n, numbers of the place]} row-major, a new array
   */
  public float[] gradient(Place place, float[] gradientAtLogits) {
    return gradients(List.of(place), gradientAtLogits).get(place);
  }

  /**
   * The gradients of a scalar of the logits with respect to several places' values, in one pass.
   *
   * @param gradientAtLogits the scalar's gradient at the logits, {@code [n, classes]} row-major
   * @return by place, in their order, {@code [n, numbers of the place]} row-major, new arrays
   */
  public Map<Place, float[]> gradients(
      Collection<? extends Place> places, float[] gradientAtLogits) {
    requireOpen();
    requireCotangent(gradientAtLogits);
    List<Found> wanted = new ArrayList<>();
    int to = plan.output();
    boolean wantsInput = false;
    for (Place place : places) {
      Spot spot = Spot.of(plan, place);
      wanted.add(new Found(spot, cut.rows()));
      to = Math.min(to, spot.isEdge() ? spot.reader() : spot.tensor());
      wantsInput |= spot.tensor() == 0;
    }
    computeTo(plan.output());
    int last = to;
    boolean input = wantsInput;
    spread(
        (frame, chunk) -> {
          frame.wantsInput = input;
          hold(frame, chunk);
          pass.backward(frame, weights, gradientAtLogits, wanted, last, chunk);
        });
    Map<Place, float[]> gradients = new LinkedHashMap<>();
    wanted.forEach(want -> gradients.put(want.spot().place(), want.numbers()));
    return gradients;
  }

  /**
   * The gradient of a scalar of the logits with respect to every parameter, by name.
   *
   * @param gradientAtLogits the scalar's gradient at the logits, {@code [n, classes]} row-major
   */
  public Map<String, Tensor> parameterGradients(float[] gradientAtLogits) {
    requireOpen();
    requireCotangent(gradientAtLogits);
    computeTo(plan.output());
    Map<String, Tensor> parameters = network.parameters();
    float[][] sums = room(parameters);
    for (int from = 0; from < stripes.length; from += WAVE) {
      addWave(parameters, sums, gradientAtLogits, from, Math.min(WAVE, stripes.length - from));
    }
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    parameters.forEach(
        (name, value) -> gradients.put(name, Tensor.of(sums[plan.parameter(name)], value.shape())));
    return gradients;
  }

  /** Hands the buffers back; nothing can be asked afterwards. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      for (Stripe stripe : stripes) {
        plan.giveBack(stripe);
      }
    }
  }

  /** Adds the gradients of some chunks one after another, whichever is ready first. */
  private void addWave(
      Map<String, Tensor> parameters, float[][] sums, float[] atLogits, int first, int chunks) {
    float[][][] parts = new float[chunks][][];
    Spread.over(
        plan,
        chunks,
        helped,
        (frame, part) -> {
          parts[part] = chunks == 1 && first == 0 ? sums : room(parameters);
          System.arraycopy(parts[part], 0, frame.parameterGradients, 0, sums.length);
          frame.wantsInput = false;
          hold(frame, first + part);
          pass.backward(frame, weights, atLogits, List.of(), 0, first + part);
        });
    for (float[][] part : parts) {
      for (int p = 0; p < sums.length && part != sums; p++) {
        if (sums[p] != null) {
          Loops.add(1, part[p], 0, sums[p], 0, sums[p].length);
        }
      }
    }
  }

  private float[][] room(Map<String, Tensor> parameters) {
    float[][] room = new float[plan.parameters().size()][];
    parameters.forEach((name, value) -> room[plan.parameter(name)] = new float[value.size()]);
    return room;
  }

  private void hold(Frame frame, int chunk) {
    frame.hold(stripes[chunk]);
    plan.holdGradients(frame, cut.count(chunk));
  }

  private void computeTo(int tensor) {
    if (computed >= tensor) {
      return;
    }
    int from = computed;
    spread(
        (frame, chunk) -> {
          frame.hold(stripes[chunk]);
          for (int node = from; node < tensor; node++) {
            pass.forward(frame, weights, node, chunk);
            float[] made = frame.values[node + 1];
            patches.replace(node + 1, made, cut.from(chunk), cut.count(chunk));
          }
        });
    nodesRun += tensor - from;
    computed = tensor;
  }

  private void restore(int tensor) {
    for (int chunk = 0; chunk < stripes.length; chunk++) {
      patches.restore(tensor, stripes[chunk].values[tensor], cut.from(chunk), cut.count(chunk));
    }
    computed = Math.min(computed, tensor);
  }

  private void replace(int tensor) {
    for (int chunk = 0; chunk < stripes.length; chunk++) {
      patches.replace(tensor, stripes[chunk].values[tensor], cut.from(chunk), cut.count(chunk));
    }
    computed = Math.min(computed, tensor);
  }

  private void spread(Spread.Task task) {
    Spread.over(plan, stripes.length, helped, task);
  }

  private void requireFit(Spot spot, RowSet rows, float[] values) {
    if (rows.universe() != cut.rows()) {
      throw new IllegalArgumentException(
          "expected a choice out of " + cut.rows() + " rows, found one out of " + rows.universe());
    }
    if (values.length != 1 && values.length != (long) rows.size() * spot.size()) {
      throw new IllegalArgumentException(
          String.format(
              "expected 1 or %d × %d values for %s, found %d",
              rows.size(), spot.size(), spot.place(), values.length));
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "patches of " + spot.place() + " must be finite, found " + value);
      }
    }
  }

  private void requireCotangent(float[] gradientAtLogits) {
    int classes = plan.width(plan.output());
    if (gradientAtLogits.length != cut.rows() * classes) {
      throw new IllegalArgumentException(
          String.format(
              "expected a gradient at the logits of %d × %d numbers, found %d",
              cut.rows(), classes, gradientAtLogits.length));
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "this run is closed and its buffers are handed back: open another with network.on(rows)");
    }
  }
}
