package io.github.onecurve.network;

import io.github.onecurve.data.Fingerprint;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.model.Differentiable;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
  private static final int BLOCK = 1024;

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

  /**
   * The number of values of a row of a tensor.
   *
   * @throws IllegalArgumentException if there is no such tensor
   */
  public int width(String tensor) {
    return plan.width(number(Site.whole(tensor)));
  }

  /** The node that makes a tensor; empty for the input. */
  public Optional<Node> producerOf(String tensor) {
    int number = number(Site.whole(tensor));
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
   * @throws IllegalArgumentException if the shape or type differs or an input is NaN
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
   */
  public float[] logits(float[] rows, int n) {
    requireRows(rows, n);
    float[] logits = new float[Math.multiplyExact(n, classes())];
    Frame frame = plan.borrow(Math.min(n, BLOCK));
    for (int from = 0; from < n; from += frame.rows()) {
      int count = Math.min(frame.rows(), n - from);
      load(frame, rows, from, count);
      plan.forward(frame, weights, count, 0);
      System.arraycopy(frame.values[plan.output()], 0, logits, from * classes(), count * classes());
    }
    plan.giveBack(frame);
    requireNumbers(rows, n, logits);
    return logits;
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
   */
  public float[] inputGradient(float[] rows, int n, UnaryOperator<float[]> gradientAtLogits) {
    try (Run run = on(rows, n)) {
      return run.gradient(Site.whole(input), gradientAtLogits.apply(run.logits()));
    }
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
    requireNumbers(rows, n, rows);
    Frame frame = plan.borrow(n);
    load(frame, rows, 0, n);
    return new Run(this, plan, weights, frame, n);
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

  /** The number of a site's tensor, after checking the site. */
  int number(Site site) {
    int tensor = plan.tensor(site.tensor());
    if (tensor < 0) {
      throw new IllegalArgumentException(
          "expected one of the tensors " + plan.tensors() + ", found \"" + site.tensor() + "\"");
    }
    int width = plan.width(tensor);
    if (site.unit().isPresent() && site.unit().getAsInt() >= width) {
      throw new IllegalArgumentException(
          String.format(
              "expected a unit of \"%s\" in [0, %d), found %d",
              site.tensor(), width, site.unit().getAsInt()));
    }
    return tensor;
  }

  Plan plan() {
    return plan;
  }

  /** The parameters as the kernels want them, by number; a new array. */
  Weight[] weights() {
    return weights.clone();
  }

  private Site require(Site site) {
    number(site);
    return site;
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

  private void load(Frame frame, float[] rows, int from, int count) {
    System.arraycopy(rows, from * width(), frame.values[0], 0, count * width());
  }

  private void requireRows(float[] rows, int n) {
    if (n < 1 || rows.length < (long) n * width()) {
      throw new IllegalArgumentException(
          String.format(
              "expected n ≥ 1 rows of %d inputs, found n = %d and %d numbers",
              width(), n, rows.length));
    }
  }

  /** Looks for NaN among the inputs where a result is NaN. */
  private void requireNumbers(float[] rows, int n, float[] results) {
    boolean numbers = true;
    for (float result : results) {
      numbers &= !Float.isNaN(result);
    }
    for (int i = 0; !numbers && i < n * width(); i++) {
      if (Float.isNaN(rows[i])) {
        throw new IllegalArgumentException(
            String.format(
                "inputs must be numbers, found NaN in row %d, input %d: fill or drop missing values",
                i / width(), i % width()));
      }
    }
  }
}
