package io.github.onecurve.network;

import io.github.onecurve.data.Fingerprint;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.model.Differentiable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network as a white box: an immutable graph of named float32 tensors from one input {@code [n,
 * …]} to one output {@code [n, classes]}.
 *
 * <p>Edits return a new network that shares what did not change. A row's logits have the same bits
 * whatever its neighbours, its place and the size of the batch. Any number of threads may use one
 * network at once.
 */
public final class Network implements Differentiable {
  /** The numbers that a pass with gradients keeps at once. */
  private static final long KEPT_NUMBERS = 32L << 20;

  private final String input;
  private final List<Node> nodes;
  private final Map<String, FixedWeight> parameters;
  private final Set<String> constants;
  private final Weight[] weights;
  private final Plan plan;
  private final Optional<Attachment> attachment;

  Network(
      String input,
      List<Node> nodes,
      Map<String, FixedWeight> parameters,
      Set<String> constants,
      Plan plan,
      Optional<Attachment> attachment) {
    this.input = input;
    this.nodes = nodes;
    this.parameters = parameters;
    this.constants = constants;
    this.weights = parameters.values().toArray(Weight[]::new);
    this.plan = plan;
    this.attachment = attachment;
  }

  /**
   * Begins a network.
   *
   * @param input the name of the input tensor
   * @param rowShape the shape of one row of it
   */
  public static NetworkBuilder builder(String input, int... rowShape) {
    return new NetworkBuilder(input, rowShape);
  }

  /** The name of the input tensor. */
  public String input() {
    return input;
  }

  /** The name of the output tensor, the logits. */
  public String output() {
    return nodes.get(nodes.size() - 1).output();
  }

  /** The shape of one row of the input. */
  public int[] inputShape() {
    return plan.rowShape(0).clone();
  }

  /** The number of inputs of one row. */
  public int width() {
    return plan.width(0);
  }

  /** The number of logits of one row. */
  public int classes() {
    return plan.width(plan.output());
  }

  /** The operations, each after those whose outputs it reads. */
  public List<Node> nodes() {
    return nodes;
  }

  /** Every parameter by name; constants are none. */
  public Map<String, Tensor> parameters() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    parameters.forEach((name, weight) -> all.put(name, weight.tensor()));
    all.keySet().removeAll(constants);
    return all;
  }

  /** Every constant by name: what nodes read and no one learns, edits or counts. */
  public Map<String, Tensor> constants() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    parameters.forEach((name, weight) -> all.put(name, weight.tensor()));
    all.keySet().retainAll(constants);
    return all;
  }

  /**
   * One parameter.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public Tensor parameter(String name) {
    FixedWeight weight = parameters.get(name);
    if (weight == null || constants.contains(name)) {
      throw new IllegalArgumentException(
          "expected one of the parameters " + parameters().keySet() + ", found \"" + name + "\"");
    }
    return weight.tensor();
  }

  /** This network with another value for one parameter; everything else is shared. */
  public Network with(String parameter, Tensor value) {
    return with(Map.of(parameter, value));
  }

  /**
   * This network with other values for some parameters; everything else is shared.
   *
   * @throws IllegalArgumentException if there is no such parameter or its shape differs
   */
  public Network with(Map<String, Tensor> values) {
    Map<String, FixedWeight> edited = new LinkedHashMap<>(parameters);
    values.forEach(
        (name, value) -> {
          int[] shape = parameter(name).shape();
          if (!Arrays.equals(shape, value.shape())) {
            throw new IllegalArgumentException(
                String.format(
                    "expected \"%s\" to keep its shape %s, found %s",
                    name, Arrays.toString(shape), Arrays.toString(value.shape())));
          }
          edited.put(name, new FixedWeight(value));
        });
    return new Network(input, nodes, edited, constants, plan, attachment);
  }

  /**
   * A network of other nodes, of parameters of other shapes, or of both, from the same input to the
   * output of the same name; what are constants here are constants there.
   *
   * @param parameters by name, constants among them; those that no node reads are left out
   * @throws IllegalArgumentException if the graph does not hold together, naming node and reason
   */
  public Network rebuilt(List<Node> nodes, Map<String, Tensor> parameters) {
    NetworkBuilder builder = builder(input, plan.rowShape(0));
    parameters.forEach(
        (name, value) -> {
          if (constants.contains(name)) {
            builder.constant(name, value);
          } else {
            builder.parameter(name, value);
          }
        });
    nodes.forEach(builder::node);
    Network rebuilt = builder.build(output());
    return attachment.map(rebuilt::with).orElse(rebuilt);
  }

  /** The bytes that this network was read from, if it was. */
  public Optional<Attachment> attachment() {
    return attachment;
  }

  /** This network with the bytes that it was read from. */
  public Network with(Attachment source) {
    return new Network(input, nodes, parameters, constants, plan, Optional.of(source));
  }

  /** Every tensor of the batch as a site, from the input to the logits. */
  public List<Site> sites() {
    return plan.tensors().stream().map(Site::whole).toList();
  }

  /** A whole tensor as a site. */
  public Site site(String tensor) {
    return require(Site.whole(tensor));
  }

  /** A unit of a tensor as a site. */
  public Site site(String tensor, int unit) {
    return require(Site.unit(tensor, unit));
  }

  /** What lies at some indices of an axis of a tensor, the batch's axis being 0. */
  public Section section(String tensor, int axis, int... indices) {
    return require(Section.of(tensor, axis, indices));
  }

  /** Every edge: each tensor of the batch with each node that reads it, in the nodes' order. */
  public List<Edge> edges() {
    List<String> names = plan.tensors();
    List<Edge> edges = new ArrayList<>();
    for (int node = 0; node < nodes.size(); node++) {
      for (int tensor : plan.reads(node)) {
        edges.add(Edge.of(names.get(tensor), names.get(node + 1)));
      }
    }
    return List.copyOf(edges);
  }

  /**
   * The shape of a row of a tensor.
   *
   * @throws IllegalArgumentException if there is no such tensor
   */
  public int[] rowShape(String tensor) {
    return plan.rowShape(number(tensor)).clone();
  }

  /**
   * The number of values of a row of a tensor.
   *
   * @throws IllegalArgumentException if there is no such tensor
   */
  public int width(String tensor) {
    return plan.width(number(tensor));
  }

  /** The node that makes a tensor; empty for the input. */
  public Optional<Node> producerOf(String tensor) {
    int number = number(tensor);
    return number == 0 ? Optional.empty() : Optional.of(nodes.get(number - 1));
  }

  /** The nodes that read a tensor or a parameter. */
  public List<Node> consumersOf(String tensor) {
    return nodes.stream().filter(node -> node.inputs().contains(tensor)).toList();
  }

  /** The parameters that batches are multiplied by, each once, in the order of the nodes. */
  public List<String> matrices() {
    return plan.operations().stream()
        .filter(operation -> operation.matrix() >= 0)
        .map(operation -> plan.parameters().get(operation.matrix()))
        .filter(name -> !constants.contains(name))
        .distinct()
        .toList();
  }

  /** The multiply-adds of matrix products for one row. */
  public long multiplyAdds() {
    return count(false);
  }

  /** Those multiply-adds for one row whose weight is not zero. */
  public long nonzeroMultiplyAdds() {
    return count(true);
  }

  /** SHA-256 over graph and parameters, 64 hexadecimal digits. */
  public String fingerprint() {
    Fingerprint print = Fingerprint.start().add(input).add(plan.rowShape(0));
    nodes.forEach(
        node -> {
          print.add(node.op()).add(node.attributes().toString()).add(node.output());
          node.inputs().forEach(print::add);
        });
    parameters.forEach((name, weight) -> print.add(name).add(weight.tensor().fingerprint()));
    return print.hex();
  }

  @Override
  public boolean isThreadSafe() {
    return true;
  }

  /**
   * The logits of a batch.
   *
   * @param inputs {@code [n, width]} or {@code [n, …]} as {@link #inputShape()} says, float32
   * @return {@code [n, classes]}; the caller owns and closes it
   * @throws IllegalArgumentException if the shape or type differs, or a logit is NaN and so is an
   *     input; one that reaches no logit, as by a weight of 0 or a comparison, may pass
   */
  @Override
  public INDArray logits(INDArray inputs) {
    float[] rows = Exchange.read(inputs, "inputs", plan.rowShape(0));
    int n = rows.length / width();
    return Exchange.write(logits(rows, n), n, classes());
  }

  /**
   * The logits of rows given as plain numbers, without ND4J.
   *
   * @param rows {@code [n, width]} row-major; more may follow and is not read
   * @param n the number of rows, at least 1
   * @return {@code [n, classes]} row-major, a new array
   * @throws IllegalArgumentException if there are too few numbers, more logits than an array holds,
   *     or a logit is NaN and so is an input
   */
  public float[] logits(float[] rows, int n) {
    requireRows(rows, n);
    float[] logits = readAll(List.of(logits()), rows, n).get(0).numbers();
    requireNumbers(rows, n, logits, logits.length);
    return logits;
  }

  /**
   * What places hold of rows given as plain numbers; only what leads to them is computed, and
   * nothing else is kept.
   *
   * @param places anywhere; an {@link Edge} has what its tensor has
   * @param rows {@code [n, width]} row-major
   * @param n the number of rows, at least 1
   * @return by place, in their order, {@code [n, numbers of the place]} row-major, new arrays
   */
  public Map<Place, float[]> read(Collection<? extends Place> places, float[] rows, int n) {
    requireRows(rows, n);
    requireNumbers(rows, n, rows, n * width());
    List<Spot> spots = new ArrayList<>();
    places.forEach(place -> spots.add(Spot.of(plan, place)));
    Map<Place, float[]> read = new LinkedHashMap<>();
    readAll(spots, rows, n).forEach(found -> read.put(found.spot().place(), found.numbers()));
    return read;
  }

  @Override
  public INDArray inputGradient(INDArray inputs, UnaryOperator<INDArray> gradientAtLogits) {
    float[] rows = Exchange.read(inputs, "inputs", plan.rowShape(0));
    int n = rows.length / width();
    int[] classes = {classes()};
    float[] gradient =
        inputGradient(
            rows,
            n,
            logits -> {
              try (INDArray at = Exchange.write(logits, n, classes());
                  INDArray back = gradientAtLogits.apply(at)) {
                return Exchange.read(back, "gradients at the logits", classes);
              }
            });
    return Exchange.write(gradient, inputs.shape());
  }

  /**
   * The gradient of a scalar of the logits with respect to the inputs, without ND4J.
   *
   * @param rows {@code [n, width]} row-major
   * @param n the number of rows, at least 1
   * @param gradientAtLogits from the logits {@code [n, classes]} to the scalar's gradient at them;
   *     called once
   * @return {@code [n, width]} row-major, a new array
   * @throws UnsupportedOperationException if the input is only read as indices, as tokens are
   */
  public float[] inputGradient(float[] rows, int n, UnaryOperator<float[]> gradientAtLogits) {
    requireSlope();
    int block = (int) Math.min(n, Math.max(1, KEPT_NUMBERS / plan.rowNumbers()));
    if (block == n) {
      try (Run run = on(rows, n)) {
        return run.gradient(Site.whole(input), gradientAtLogits.apply(run.logits()));
      }
    }
    return inputGradient(rows, n, gradientAtLogits.apply(logits(rows, n)), block);
  }

  private List<Found> readAll(List<Spot> spots, float[] rows, int n) {
    Cut cut = plan.cut(n);
    List<Found> found = spots.stream().map(spot -> new Found(spot, n)).toList();
    int last = spots.stream().mapToInt(Spot::tensor).max().orElse(0);
    int width = width();
    Spread.over(
        plan,
        cut.chunks(),
        plan.worthHelp(n),
        (frame, chunk) -> {
          int count = cut.count(chunk);
          plan.holdValues(frame, count);
          frame.firstRow = cut.from(chunk);
          System.arraycopy(rows, cut.from(chunk) * width, frame.values[0], 0, count * width);
          take(found, frame, 0, cut, chunk);
          for (int tensor = 1; tensor <= last; tensor++) {
            plan.operations().get(tensor - 1).forward(frame, weights, count);
            take(found, frame, tensor, cut, chunk);
          }
        });
    return found;
  }

  private static void take(List<Found> found, Frame frame, int tensor, Cut cut, int chunk) {
    for (Found one : found) {
      if (one.spot().tensor() == tensor) {
        one.take(frame.values[tensor], cut, chunk);
      }
    }
  }

  private Spot logits() {
    return Spot.of(plan, Site.whole(output()));
  }

  /** Block by block, each run once more: what is kept between is bounded, whatever the batch. */
  float[] inputGradient(float[] rows, int n, float[] atLogits, int block) {
    float[] gradient = new float[Math.multiplyExact(n, width())];
    for (int from = 0; from < n; from += block) {
      int to = Math.min(n, from + block);
      float[] some = Arrays.copyOfRange(rows, from * width(), to * width());
      float[] at = Arrays.copyOfRange(atLogits, from * classes(), to * classes());
      try (Run run = on(some, to - from)) {
        float[] slope = run.gradient(Site.whole(input), at);
        System.arraycopy(slope, 0, gradient, from * width(), slope.length);
      }
    }
    return gradient;
  }

  /** Opens a batch to be read, patched and differentiated. */
  public Run on(INDArray inputs) {
    float[] rows = Exchange.read(inputs, "inputs", plan.rowShape(0));
    return on(rows, rows.length / width());
  }

  /**
   * Opens a batch of plain numbers, without ND4J.
   *
   * @param rows {@code [n, width]} row-major; copied
   */
  public Run on(float[] rows, int n) {
    requireRows(rows, n);
    requireNumbers(rows, n, rows, n * width());
    return new Run(this, rows, n);
  }

  /**
   * Computes for a batch what edits of some parameters leave as it is, for many edits to be tried.
   *
   * @param parameters those that may be edited
   * @param rows {@code [n, width]} row-major; copied where needed
   * @param n the number of rows, at least 1
   * @throws IllegalArgumentException if there is no such parameter
   */
  public Trunk trunk(Set<String> parameters, float[] rows, int n) {
    requireRows(rows, n);
    requireNumbers(rows, n, rows, n * width());
    return new Trunk(this, parameters, rows, n);
  }

  /** Whether another network has the same nodes, so that at most values of parameters differ. */
  public boolean isEditOf(Network other) {
    return plan == other.plan;
  }

  /**
   * The parameters whose values an edit of this network does not share with it.
   *
   * @throws IllegalArgumentException if it is not an edit of this network or of one that this is an
   *     edit of
   */
  public Set<String> differing(Network edited) {
    if (edited.plan != plan) {
      throw new IllegalArgumentException(
          "expected an edit of " + this + ", found another network: " + edited);
    }
    Set<String> differing = new LinkedHashSet<>();
    parameters.forEach(
        (name, weight) -> {
          if (!weight.equals(edited.parameters.get(name))) {
            differing.add(name);
          }
        });
    return differing;
  }

  /** Frees the idle buffers. */
  public void trim() {
    plan.trim();
  }

  @Override
  public String toString() {
    return String.format(
        "network %s%s → %s[%d], %d nodes, %d parameters",
        input,
        Arrays.toString(plan.rowShape(0)),
        output(),
        classes(),
        nodes.size(),
        parameters().values().stream().mapToInt(Tensor::size).sum());
  }

  Plan plan() {
    return plan;
  }

  /** The parameters as the kernels want them, by number; a new array. */
  Weight[] weights() {
    return weights.clone();
  }

  private int number(String tensor) {
    return Spot.of(plan, Site.whole(tensor)).tensor();
  }

  private <T extends Place> T require(T place) {
    Spot.of(plan, place);
    return place;
  }

  private long count(boolean nonzero) {
    long count = 0;
    for (Operation operation : plan.operations()) {
      count += operation.products();
      if (operation.matrix() >= 0) {
        Tensor matrix = parameters.get(plan.parameters().get(operation.matrix())).tensor();
        count += operation.uses() * (nonzero ? matrix.nonzero() : matrix.size());
      }
    }
    return count;
  }

  private void requireRows(float[] rows, int n) {
    if (n < 1 || rows.length < (long) n * width()) {
      throw new IllegalArgumentException(
          String.format(
              "expected n ≥ 1 rows of %d inputs, found n = %d and %d numbers",
              width(), n, rows.length));
    }
    int most = Integer.MAX_VALUE / classes();
    if (n > most) {
      throw new IllegalArgumentException(
          String.format(
              "expected at most %d logits, as many as an array holds, found %d rows of %d: ask in"
                  + " batches of at most %d rows",
              Integer.MAX_VALUE, n, classes(), most));
    }
  }

  /** Refuses a gradient at an input from which none can flow, as its numbers are names. */
  private void requireSlope() {
    if (!plan.carriesSlope(0)) {
      List<String> made = consumersOf(input).stream().map(Node::output).toList();
      throw new UnsupportedOperationException(
          String.format(
              "the input \"%s\" has no gradient, as it is only read as indices or conditions: take"
                  + " the gradient at the embedding, among what is made of it %s, as by"
                  + " on(rows).gradient(site(\"%s\"), …)",
              input, made, made.get(0)));
    }
  }

  /** Looks for NaN among the inputs where one of so many results is NaN. */
  private void requireNumbers(float[] rows, int n, float[] results, int count) {
    boolean numbers = true;
    for (int i = 0; i < count; i++) {
      numbers &= !Float.isNaN(results[i]);
    }
    for (int i = 0; !numbers && i < n * width(); i++) {
      if (Float.isNaN(rows[i])) {
        throw new IllegalArgumentException(
            String.format(
                "inputs must be numbers, found NaN in row %d, input %d: fill or drop missing"
                    + " values",
                i / width(), i % width()));
      }
    }
  }
}
