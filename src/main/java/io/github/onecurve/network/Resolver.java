package io.github.onecurve.network;

import io.github.onecurve.data.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Makes an operation out of a node, or says why it cannot. */
final class Resolver {
  private static final Map<String, Function<Resolver, Operation>> KNOWN = known();

  private final Plan plan;
  private final Node node;
  private final Map<String, Tensor> parameters;
  private int[] made = {};

  Resolver(Plan plan, Node node, Map<String, Tensor> parameters) {
    this.plan = plan;
    this.node = node;
    this.parameters = parameters;
  }

  /** The names of the operations that are known. */
  static List<String> names() {
    return List.copyOf(KNOWN.keySet());
  }

  /** The names of the operations that are functions of one number. */
  static List<String> activations() {
    return List.of(
        "Elu", "Gelu", "Identity", "LeakyRelu", "Relu", "Sigmoid", "Silu", "Softplus", "Tanh");
  }

  Operation resolve() {
    Function<Resolver, Operation> operation = KNOWN.get(node.op());
    if (operation == null) {
      throw fault(
          "expected one of the operations "
              + KNOWN.keySet()
              + "; serve this model as a black box (implement Model) instead");
    }
    return operation.apply(this);
  }

  /** The shape of a row of what the operation makes; known once it is resolved. */
  int[] rowShape() {
    return made;
  }

  private static Map<String, Function<Resolver, Operation>> known() {
    Map<String, Function<Resolver, Operation>> known = new TreeMap<>();
    known.put("Gemm", Resolver::gemm);
    known.put("MatMul", Resolver::matMul);
    known.put("Add", Resolver::add);
    known.put("Flatten", Resolver::flatten);
    known.put("Identity", r -> r.elementwise(Activation.identity()));
    known.put("Relu", r -> r.elementwise(Activation.relu()));
    known.put("LeakyRelu", r -> r.elementwise(Activation.leakyRelu(r.number("alpha", 0.01))));
    known.put("Elu", r -> r.elementwise(Activation.elu(r.number("alpha", 1))));
    known.put("Tanh", r -> r.elementwise(Activation.tanh()));
    known.put("Sigmoid", r -> r.elementwise(Activation.sigmoid()));
    known.put("Gelu", r -> r.elementwise(Activation.gelu()));
    known.put("Silu", r -> r.elementwise(Activation.silu()));
    known.put("Softplus", r -> r.elementwise(Activation.softplus()));
    return known;
  }

  private Operation gemm() {
    requireInputs(2, 3);
    if (number("transA", 0) != 0) {
      throw fault("expected transA 0, found 1, which would mix the rows of a batch");
    }
    return affine(number("transB", 0) != 0, (float) number("alpha", 1), (float) number("beta", 1));
  }

  private Operation matMul() {
    requireInputs(2, 2);
    return affine(false, 1, 1);
  }

  private Operation affine(boolean transposed, float alpha, float beta) {
    int in = batch(0);
    Tensor matrix = parameter(1);
    if (matrix.rank() != 2) {
      throw fault("expected a matrix as \"" + node.inputs().get(1) + "\", found " + matrix);
    }
    int inputs = matrix.axis(transposed ? 1 : 0);
    int outputs = matrix.axis(transposed ? 0 : 1);
    int[] row = plan.rowShape(in);
    if (row.length != 1 || row[0] != inputs) {
      throw fault(
          String.format(
              "expected rows of \"%s\" of shape [%d] to meet \"%s\" of shape %s, found %s",
              node.inputs().get(0),
              inputs,
              node.inputs().get(1),
              Arrays.toString(matrix.shape()),
              Arrays.toString(row)));
    }
    int bias = -1;
    int biases = 0;
    if (node.inputs().size() == 3) {
      bias = plan.parameter(node.inputs().get(2));
      biases = biases(parameter(2), outputs, node.inputs().get(2));
    }
    made = new int[] {outputs};
    return new Affine(
        in,
        out(),
        plan.parameter(node.inputs().get(1)),
        bias,
        transposed,
        inputs,
        outputs,
        biases,
        alpha,
        beta);
  }

  private Operation add() {
    requireInputs(2, 2);
    String first = node.inputs().get(0);
    String second = node.inputs().get(1);
    boolean swapped = plan.tensor(first) < 0;
    int in = batch(swapped ? 1 : 0);
    int[] row = plan.rowShape(in);
    int other = plan.tensor(swapped ? first : second);
    if (other >= 0) {
      if (!Arrays.equals(row, plan.rowShape(other))) {
        throw fault(
            String.format(
                "expected rows of \"%s\" and \"%s\" to have one shape, found %s and %s",
                first, second, Arrays.toString(row), Arrays.toString(plan.rowShape(other))));
      }
      made = row;
      return new Sum(in, other, out());
    }
    String name = swapped ? first : second;
    biases(parameter(swapped ? 0 : 1), Plan.width(row), name);
    made = row;
    return new Shift(in, plan.parameter(name), out());
  }

  private Operation flatten() {
    requireInputs(1, 1);
    if (number("axis", 1) != 1) {
      throw fault("expected axis 1, found " + (int) number("axis", 1));
    }
    int in = batch(0);
    made = new int[] {plan.width(in)};
    return new Elementwise(in, out(), Activation.identity());
  }

  private Operation elementwise(Activation function) {
    requireInputs(1, 1);
    int in = batch(0);
    made = plan.rowShape(in);
    return new Elementwise(in, out(), function);
  }

  private int biases(Tensor bias, int outputs, String name) {
    boolean line = true;
    for (int axis = 0; axis + 1 < bias.rank(); axis++) {
      line &= bias.axis(axis) == 1;
    }
    if (!line || (bias.size() != 1 && bias.size() != outputs)) {
      throw fault(
          String.format("expected \"%s\" to have one value or %d, found %s", name, outputs, bias));
    }
    return bias.size();
  }

  private int out() {
    return plan.tensors().size();
  }

  private int batch(int input) {
    String name = node.inputs().get(input);
    int tensor = plan.tensor(name);
    if (tensor < 0) {
      throw fault(
          "expected \""
              + name
              + "\" to be the network's input or made by an earlier node, found neither");
    }
    return tensor;
  }

  private Tensor parameter(int input) {
    String name = node.inputs().get(input);
    Tensor tensor = parameters.get(name);
    if (tensor == null) {
      throw fault("expected a parameter \"" + name + "\", found none of that name");
    }
    return tensor;
  }

  private double number(String attribute, double otherwise) {
    return node.attributes().number(attribute, otherwise);
  }

  private void requireInputs(int least, int most) {
    int found = node.inputs().size();
    if (found < least || found > most) {
      throw fault(
          "expected "
              + (least == most ? least : least + " to " + most)
              + " inputs, found "
              + found);
    }
  }

  private IllegalArgumentException fault(String what) {
    return new IllegalArgumentException(node + " (" + node.op() + "): " + what);
  }
}
