package io.github.onecurve.network;

import io.github.onecurve.data.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * One operation with random shapes, attributes and numbers, as a network of its own.
 *
 * <p>Numbers lie on a grid, none twice and none within a step of where an operation has a kink.
 */
final class Cases {
  static final int ROWS = 3;

  private static final double GRID = 0.05;

  /** What is given a tensor and nothing else. */
  private static final List<String> PLAIN =
      List.of(
          "Relu",
          "Abs",
          "Neg",
          "HardSwish",
          "Tanh",
          "Sigmoid",
          "Silu",
          "Mish",
          "Softplus",
          "Softsign",
          "Erf",
          "Exp",
          "Sin",
          "Cos",
          "Sign",
          "Floor",
          "Ceil",
          "Round",
          "Not");

  private static final Map<String, Maker> MAKERS = makers();

  private final Random random;
  private final String op;
  private final int longest;
  private final List<int[]> tensors = new ArrayList<>();
  private final List<float[]> values = new ArrayList<>();
  private final List<String> inputs = new ArrayList<>();
  private final Map<String, Tensor> parameters = new TreeMap<>();
  private Attributes attributes = Attributes.none();

  /** A network and rows for it. */
  record Case(Network network, List<float[]> rows) {
    Case {
      rows = List.copyOf(rows);
    }

    float[] batch() {
      int width = network.width();
      float[] batch = new float[rows.size() * width];
      for (int row = 0; row < rows.size(); row++) {
        System.arraycopy(rows.get(row), 0, batch, row * width, width);
      }
      return batch;
    }
  }

  /** Gives a case its operands and attributes. */
  @FunctionalInterface
  private interface Maker {
    void make(Cases cases);
  }

  private Cases(String op, long seed, int longest) {
    this.op = op;
    this.random = new Random(seed * 31 + op.hashCode());
    this.longest = longest;
  }

  /** The operations that have cases. */
  static Set<String> names() {
    return MAKERS.keySet();
  }

  /**
   * A case.
   *
   * @param longest the most that an axis may have
   */
  static Case of(String op, long seed, int longest) {
    Cases cases = new Cases(op, seed, longest);
    MAKERS.get(op).make(cases);
    return cases.build();
  }

  private static Map<String, Maker> makers() {
    Map<String, Maker> makers = new TreeMap<>();
    for (String op :
        List.of(
            "Add",
            "Sub",
            "Mul",
            "Min",
            "Max",
            "Equal",
            "Greater",
            "GreaterOrEqual",
            "Less",
            "LessOrEqual",
            "And",
            "Or",
            "Xor",
            "PRelu")) {
      makers.put(op, Cases::pair);
    }
    makers.put("Div", Cases::division);
    makers.put("Mod", Cases::modulo);
    makers.put("Pow", Cases::power);
    makers.put("Where", Cases::where);
    makers.put("Identity", c -> c.tensor(c.shape(1, 3)));
    makers.put("Flatten", c -> c.tensor(c.shape(1, 3)));
    for (String op : PLAIN) {
      makers.put(op, c -> c.tensor(c.shape(1, 3)));
    }
    for (String op : List.of("Log", "Sqrt", "Reciprocal")) {
      makers.put(op, Cases::positiveTensor);
    }
    for (String op : List.of("LeakyRelu", "Elu", "Celu", "Selu", "ThresholdedRelu")) {
      makers.put(op, Cases::withAlpha);
    }
    makers.put("HardSigmoid", Cases::hardSigmoid);
    makers.put("Clip", Cases::clip);
    makers.put("Gelu", Cases::gelu);
    makers.put("Cast", Cases::cast);
    makers.put("Reshape", Cases::reshape);
    makers.put("Transpose", Cases::transpose);
    makers.put("Expand", Cases::expand);
    makers.put("Concat", Cases::concat);
    makers.put("Slice", Cases::slice);
    makers.put("Gather", Cases::gather);
    makers.put("Pad", Cases::pad);
    for (String op : List.of("ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin")) {
      makers.put(op, Cases::reduce);
    }
    makers.put("ArgMax", Cases::argMax);
    makers.put("CumSum", Cases::cumSum);
    makers.put("Softmax", Cases::alongAnAxis);
    makers.put("LogSoftmax", Cases::alongAnAxis);
    makers.put("BatchNormalization", Cases::batchNormalization);
    makers.put("LayerNormalization", Cases::layerNormalization);
    makers.put("InstanceNormalization", Cases::instanceNormalization);
    makers.put("GroupNormalization", Cases::groupNormalization);
    return makers;
  }

  // What each operation is given.

  private void positiveTensor() {
    tensor(shape(1, 3));
    positive(0);
    awayFromZero(0.4f);
  }

  private void withAlpha() {
    tensor(shape(1, 3));
    if (random.nextBoolean()) {
      attributes = attributes.with("alpha", 0.25 + 0.5 * random.nextInt(3));
    }
    if (op.equals("Selu") && random.nextBoolean()) {
      attributes = attributes.with("gamma", 0.75);
    }
  }

  private void hardSigmoid() {
    tensor(shape(1, 3));
    if (random.nextBoolean()) {
      attributes = attributes.with("alpha", 0.5).with("beta", 0.25);
    }
  }

  private void clip() {
    tensor(shape(1, 3));
    if (random.nextInt(4) != 0) {
      attributes = attributes.with("min", -0.5);
    }
    if (random.nextInt(4) != 0) {
      attributes = attributes.with("max", 0.75);
    }
  }

  private void gelu() {
    tensor(shape(1, 3));
    attributes = attributes.with("approximate", random.nextBoolean() ? "tanh" : "none");
  }

  private void cast() {
    tensor(shape(1, 3));
    attributes = attributes.with("to", List.of("float", "int", "bool").get(random.nextInt(3)));
  }

  private void pair() {
    int[] shape = shape(1, 3);
    operands(shape, 2);
  }

  /** Operands whose shapes broadcast to one; at least one is a tensor. */
  private void operands(int[] shape, int count) {
    int sure = random.nextInt(count);
    for (int operand = 0; operand < count; operand++) {
      int[] own = shape.clone();
      for (int axis = 0; axis < own.length; axis++) {
        own[axis] = random.nextInt(4) == 0 ? 1 : own[axis];
      }
      if (operand == sure || random.nextInt(2) == 0) {
        tensor(own);
      } else if (random.nextInt(4) == 0) {
        int[] whole = IntStream.concat(IntStream.of(1), IntStream.of(own)).toArray();
        parameter(whole);
      } else {
        parameter(Arrays.copyOfRange(own, random.nextInt(own.length + 1), own.length));
      }
    }
  }

  private void division() {
    pair();
    awayFromZero(0.4f);
  }

  private void modulo() {
    int[] shape = shape(1, 3);
    tensor(shape);
    parameters.put("p1", Tensor.of(new float[] {random.nextBoolean() ? 1.55f : -1.55f}));
    inputs.add("p1");
    attributes = attributes.with("fmod", random.nextInt(2));
  }

  private void power() {
    pair();
    awayFromZero(0.4f);
    positive(0);
    if (random.nextBoolean() && parameters.containsKey("p1")) {
      float[] exponents = {2, 3, 0.5f, 1, -1, 0};
      float[] one = {exponents[random.nextInt(exponents.length)]};
      parameters.put("p1", Tensor.of(one));
    }
  }

  private void where() {
    operands(shape(1, 3), 3);
  }

  private void reshape() {
    int[] shape = shape(1, 3);
    tensor(shape);
    int[] other = new int[shape.length + 1];
    other[0] = -random.nextInt(2);
    List<Integer> axes = new ArrayList<>();
    for (int axis : shape) {
      axes.add(axis);
    }
    Collections.shuffle(axes, random);
    for (int axis = 0; axis < shape.length; axis++) {
      other[axis + 1] = axes.get(axis);
    }
    attributes = attributes.with("shape", other);
  }

  private void transpose() {
    int[] shape = shape(1, 4);
    tensor(shape);
    List<Integer> order = new ArrayList<>();
    for (int axis = 1; axis <= shape.length; axis++) {
      order.add(axis);
    }
    Collections.shuffle(order, random);
    order.add(0, 0);
    attributes = attributes.with("perm", order.stream().mapToInt(axis -> axis).toArray());
  }

  private void expand() {
    int[] wanted = shape(1, 3);
    int[] had = wanted.clone();
    int[] asked = new int[wanted.length + 1];
    asked[0] = -1;
    for (int axis = 0; axis < had.length; axis++) {
      had[axis] = random.nextBoolean() ? 1 : had[axis];
      asked[axis + 1] = had[axis] > 1 && random.nextInt(3) == 0 ? 1 : wanted[axis];
    }
    if (random.nextBoolean()) {
      tensor(had);
    } else {
      parameter(Arrays.copyOfRange(had, random.nextInt(had.length), had.length));
    }
    attributes = attributes.with("shape", asked);
  }

  private void concat() {
    int[] shape = shape(1, 3);
    int axis = random.nextInt(shape.length);
    int count = 1 + random.nextInt(3);
    int sure = random.nextInt(count);
    for (int operand = 0; operand < count; operand++) {
      int[] own = shape.clone();
      own[axis] = length();
      if (operand == sure || random.nextBoolean()) {
        tensor(own);
      } else {
        parameter(IntStream.concat(IntStream.of(1), IntStream.of(own)).toArray());
      }
    }
    attributes = attributes.with("axis", random.nextBoolean() ? axis + 1 : axis - shape.length);
  }

  private void slice() {
    int[] shape = shape(1, 3);
    tensor(shape);
    int cuts = 1 + random.nextInt(shape.length);
    List<Integer> axes = new ArrayList<>();
    for (int axis = 1; axis <= shape.length; axis++) {
      axes.add(axis);
    }
    Collections.shuffle(axes, random);
    int[] starts = new int[cuts];
    int[] ends = new int[cuts];
    int[] steps = new int[cuts];
    for (int cut = 0; cut < cuts; cut++) {
      int length = shape[axes.get(cut) - 1];
      int a = random.nextInt(length);
      int b = a + 1 + random.nextInt(length - a);
      steps[cut] = (1 + random.nextInt(3)) * (random.nextBoolean() ? 1 : -1);
      starts[cut] = steps[cut] > 0 ? a : b - 1;
      ends[cut] = steps[cut] > 0 ? b : a - 1 < 0 ? -length - 1 : a - 1;
      if (random.nextInt(3) == 0) {
        starts[cut] -= length;
      }
      if (b == length && steps[cut] > 0 && random.nextBoolean()) {
        ends[cut] = Integer.MAX_VALUE;
      }
    }
    attributes =
        attributes
            .with("starts", starts)
            .with("ends", ends)
            .with("axes", axes.stream().limit(cuts).mapToInt(axis -> axis).toArray())
            .with("steps", steps);
  }

  private void gather() {
    if (random.nextBoolean()) {
      int[] shape = shape(1, 3);
      tensor(shape);
      int axis = random.nextInt(shape.length);
      int[] wanted = random.nextInt(4) == 0 ? new int[0] : shape(1, 2);
      int length = shape[axis];
      int[] indices = random.ints(Plan.width(wanted), -length, length).toArray();
      attributes =
          attributes.with("axis", axis + 1).with("indices", indices).with("indices_shape", wanted);
      return;
    }
    int[] table = shape(1, 3);
    parameter(table);
    int[] shape = shape(1, 2);
    tensor(shape);
    float[] tokens = values.get(0);
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = random.nextInt(2 * table[0]) - table[0];
    }
  }

  private void pad() {
    int[] shape = shape(1, 3);
    tensor(shape);
    String mode = List.of("constant", "reflect", "edge").get(random.nextInt(3));
    int rank = shape.length + 1;
    int[] pads = new int[2 * rank];
    for (int axis = 1; axis < rank; axis++) {
      int most = mode.equals("reflect") ? shape[axis - 1] - 1 : 3;
      pads[axis] = random.nextInt(most + 1);
      pads[axis + rank] = random.nextInt(most + 1);
      if (mode.equals("constant") && shape[axis - 1] > 1 && random.nextInt(4) == 0) {
        pads[axis] = -1;
      }
    }
    attributes = attributes.with("pads", pads).with("mode", mode).with("value", 0.7);
  }

  private void reduce() {
    int[] shape = shape(1, 4);
    tensor(shape);
    int[] axes =
        IntStream.rangeClosed(1, shape.length)
            .filter(axis -> random.nextBoolean())
            .map(axis -> random.nextBoolean() ? axis : axis - shape.length - 1)
            .toArray();
    attributes =
        attributes
            .with("axes", axes.length == 0 ? new int[] {1} : axes)
            .with("keepdims", random.nextInt(2));
  }

  private void argMax() {
    int[] shape = shape(1, 3);
    tensor(shape);
    attributes =
        attributes
            .with("axis", 1 + random.nextInt(shape.length))
            .with("keepdims", random.nextInt(2))
            .with("select_last_index", random.nextInt(2));
  }

  private void cumSum() {
    int[] shape = shape(1, 3);
    tensor(shape);
    attributes =
        attributes
            .with("axis", 1 + random.nextInt(shape.length))
            .with("exclusive", random.nextInt(2))
            .with("reverse", random.nextInt(2));
  }

  private void alongAnAxis() {
    int[] shape = shape(1, 3);
    tensor(shape);
    attributes = attributes.with("axis", 1 + random.nextInt(shape.length));
  }

  private void batchNormalization() {
    int[] shape = shape(1, 3);
    tensor(shape);
    for (int i = 0; i < 4; i++) {
      parameter(shape[0]);
    }
    positive(4);
    attributes = attributes.with("epsilon", 0.01);
  }

  private void layerNormalization() {
    int[] shape = shape(1, 3);
    tensor(shape);
    int axis = random.nextInt(shape.length);
    int[] own = Arrays.copyOfRange(shape, axis, shape.length);
    parameter(own);
    if (random.nextBoolean()) {
      parameter(own);
    }
    attributes =
        attributes
            .with("axis", random.nextBoolean() ? axis + 1 : axis - shape.length)
            .with("epsilon", 0.05);
  }

  private void instanceNormalization() {
    int[] shape = shape(2, 3);
    tensor(shape);
    parameter(shape[0]);
    parameter(shape[0]);
    attributes = attributes.with("epsilon", 0.05);
  }

  private void groupNormalization() {
    int groups = 1 + random.nextInt(3);
    int[] shape = shape(1, 3);
    shape[0] *= groups;
    tensor(shape);
    parameter(shape[0]);
    parameter(shape[0]);
    attributes = attributes.with("num_groups", groups).with("epsilon", 0.05);
  }

  // How operands are made.

  private int length() {
    return 1 + random.nextInt(longest);
  }

  private int[] shape(int least, int most) {
    int rank = least + random.nextInt(most - least + 1);
    return random.ints(rank, 1, (rank == 1 ? 3 * longest : longest) + 1).toArray();
  }

  private void tensor(int... shape) {
    tensors.add(shape);
    values.add(numbers(ROWS * Plan.width(shape)));
    inputs.add("t" + inputs.size());
  }

  private void parameter(int... shape) {
    String name = "p" + inputs.size();
    parameters.put(name, Tensor.of(numbers(Plan.width(shape)), shape));
    inputs.add(name);
  }

  /** Numbers of a grid of this operand's own, none twice, in a range around 0. */
  private float[] numbers(int size) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      places.add(i);
    }
    Collections.shuffle(places, random);
    double offset = GRID / 2 + inputs.size() * GRID / 4;
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (float) ((places.get(i) - size / 2) * GRID + offset);
    }
    return numbers;
  }

  private void awayFromZero(float gap) {
    change((input, value) -> value < 0 ? value - gap : value + gap);
  }

  private void positive(int wanted) {
    change((input, value) -> input == wanted ? Math.abs(value) : value);
  }

  /** A change of one number of an operand. */
  @FunctionalInterface
  private interface Change {
    float of(int input, float value);
  }

  private void change(Change change) {
    int tensor = 0;
    for (int input = 0; input < inputs.size(); input++) {
      String name = inputs.get(input);
      Tensor parameter = parameters.get(name);
      float[] numbers = parameter == null ? values.get(tensor) : parameter.values();
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = change.of(input, numbers[i]);
      }
      if (parameter == null) {
        tensor++;
      } else {
        parameters.put(name, Tensor.of(numbers, parameter.shape()));
      }
    }
  }

  // The network around the operation.

  private Case build() {
    if (tensors.isEmpty()) {
      tensors.add(new int[] {1});
      values.add(numbers(ROWS));
    }
    NetworkBuilder builder;
    List<String> names = new ArrayList<>(inputs);
    if (tensors.size() == 1) {
      builder = Network.builder("x", tensors.get(0));
      names.replaceAll(name -> name.startsWith("t") ? "x" : name);
    } else {
      builder = Network.builder("x", tensors.stream().mapToInt(Plan::width).sum());
      int begin = 0;
      int tensor = 0;
      for (String name : inputs) {
        if (name.startsWith("t")) {
          int[] shape = tensors.get(tensor);
          part(builder, name, begin, shape);
          begin += Plan.width(shape);
          tensor++;
        }
      }
    }
    parameters.forEach(builder::parameter);
    builder.node(new Node(op, op, names, "made", attributes));
    return new Case(ending(builder), rows());
  }

  private static void part(NetworkBuilder builder, String name, int begin, int[] shape) {
    Attributes cut =
        Attributes.none()
            .with("starts", new int[] {begin})
            .with("ends", new int[] {begin + Plan.width(shape)})
            .with("axes", new int[] {1});
    builder.node(new Node("cut " + name, "Slice", List.of("x"), "flat " + name, cut));
    Attributes whole =
        Attributes.none()
            .with("shape", IntStream.concat(IntStream.of(-1), IntStream.of(shape)).toArray());
    builder.node(new Node("shape " + name, "Reshape", List.of("flat " + name), name, whole));
  }

  /** Makes rows of numbers out of what the operation makes, and lets what has no input have one. */
  private Network ending(NetworkBuilder builder) {
    if (inputs.stream().noneMatch(name -> name.startsWith("t"))) {
      builder.node(new Node("", "Flatten", List.of("made"), "flat", Attributes.none()));
      builder.node(new Node("", "Mul", List.of("flat", "x"), "logits", Attributes.none()));
      return builder.build();
    }
    builder.node(new Node("", "Flatten", List.of("made"), "logits", Attributes.none()));
    return builder.build();
  }

  private List<float[]> rows() {
    List<float[]> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      float[] all = new float[tensors.stream().mapToInt(Plan::width).sum()];
      int begin = 0;
      for (int tensor = 0; tensor < tensors.size(); tensor++) {
        int width = Plan.width(tensors.get(tensor));
        System.arraycopy(values.get(tensor), row * width, all, begin, width);
        begin += width;
      }
      rows.add(all);
    }
    return rows;
  }
}
