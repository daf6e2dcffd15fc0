package io.github.onecurve.network;

import io.github.onecurve.data.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Makes an operation out of a node, or says why it cannot: what the families of operations ask
 * about the node that they resolve.
 *
 * <p>Shapes are those of rows: the axis of the batch, which is axis 0 of every tensor and of every
 * attribute, is left out of them.
 */
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

  private static Map<String, Function<Resolver, Operation>> known() {
    Map<String, Function<Resolver, Operation>> known = new TreeMap<>();
    Products.addTo(known);
    Convolutions.addTo(known);
    Activations.addTo(known);
    Arithmetic.addTo(known);
    Shapes.addTo(known);
    Reductions.addTo(known);
    Normalizations.addTo(known);
    return known;
  }

  /** The names of the operations that are known. */
  static List<String> names() {
    return List.copyOf(KNOWN.keySet());
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

  /** Says what shape the rows have that the operation makes. */
  void makes(int... rowShape) {
    made = rowShape.clone();
  }

  /** The number of the tensor that the operation makes. */
  int out() {
    return plan.tensors().size();
  }

  /** The number of inputs. */
  int inputs() {
    return node.inputs().size();
  }

  /** Whether an input is given; those left out have an empty name. */
  boolean has(int input) {
    return input < inputs() && !node.inputs().get(input).isEmpty();
  }

  /** The name of an input. */
  String name(int input) {
    return node.inputs().get(input);
  }

  /** Whether an input is a tensor of the batch rather than a parameter. */
  boolean isTensor(int input) {
    return plan.tensor(name(input)) >= 0;
  }

  /** The number of the tensor of the batch that is an input. */
  int tensor(int input) {
    int tensor = plan.tensor(name(input));
    if (tensor < 0) {
      throw fault(
          "expected \""
              + name(input)
              + "\" to be the network's input or made by an earlier node, found neither");
    }
    return tensor;
  }

  /** The shape of a row of the tensor of the batch that is an input. */
  int[] rowShape(int input) {
    return plan.rowShape(tensor(input)).clone();
  }

  /** The value of the parameter that is an input. */
  Tensor parameter(int input) {
    Tensor tensor = parameters.get(name(input));
    if (tensor == null) {
      throw fault("expected a parameter \"" + name(input) + "\", found none of that name");
    }
    return tensor;
  }

  /** The number of the parameter that is an input. */
  int parameterNumber(int input) {
    parameter(input);
    return plan.parameter(name(input));
  }

  Attributes attributes() {
    return node.attributes();
  }

  /** The one number of an attribute, or its default. */
  double number(String attribute, double otherwise) {
    return node.attributes().number(attribute, otherwise);
  }

  /**
   * An axis out of the row's axes, counted from 0: attribute 1 is axis 0 of the row, negative ones
   * count from the end.
   */
  int rowAxis(String attribute, int otherwise, int rowRank) {
    return rowAxis((int) number(attribute, otherwise), rowRank);
  }

  /** As above, for an axis that is at hand. */
  int rowAxis(int axis, int rowRank) {
    int counted = axis < 0 ? axis + rowRank + 1 : axis;
    if (counted < 1 || counted > rowRank) {
      throw fault(
          String.format(
              "expected an axis in [1, %d] or [-%d, -1], found %d%s",
              rowRank, rowRank, axis, counted == 0 ? ", which would mix the rows of a batch" : ""));
    }
    return counted - 1;
  }

  void requireInputs(int least, int most) {
    int found = inputs();
    if (found < least || found > most) {
      throw fault(
          "expected "
              + (least == most ? least : least + " to " + most)
              + " inputs, found "
              + found);
    }
  }

  /** What is wrong with the node, with its name. */
  IllegalArgumentException fault(String what) {
    return new IllegalArgumentException(node + " (" + node.op() + "): " + what);
  }

  /** What is wrong with an input's shape. */
  IllegalArgumentException shapeFault(int input, String expected, int[] found) {
    return fault(
        String.format(
            "expected \"%s\" %s, found %s", name(input), expected, Arrays.toString(found)));
  }
}
