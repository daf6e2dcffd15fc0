package io.github.onecurve.bridge.samediff;

import io.github.onecurve.model.BatchCopy;
import io.github.onecurve.model.Differentiable;
import io.github.onecurve.network.Backend;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A SameDiff graph as a model that knows its slope:
 *
 * <pre>{@code
 * Model model = SameDiffModel.of(graph, "input", "logits");
 * }</pre>
 *
 * <p>It holds a copy of the graph as it was when it was given: training the graph on does not
 * change the model. Calls are made one at a time, since SameDiff is not made for many threads on
 * one graph. SameDiff takes 20 to 30 µs an operation; where speed matters, export the graph to ONNX
 * and read it as a {@code Network}.
 *
 * <p>SameDiff 1.0.0-M2.1 itself prints a line an operation to standard output when the first
 * gradient is asked for; nothing can keep it from that.
 */
public final class SameDiffModel implements Differentiable {
  private final SameDiff graph;
  private final String input;
  private final String logits;
  private final String cotangent;
  private final DataType inputType;
  private final long[] rowShape;

  private SameDiffModel(SameDiff graph, String input, String logits, String cotangent) {
    this.graph = graph;
    this.input = input;
    this.logits = logits;
    this.cotangent = cotangent;
    SDVariable placeholder = graph.getVariable(input);
    this.inputType = placeholder.dataType();
    long[] shape = placeholder.placeholderShape();
    boolean known = shape != null && Arrays.stream(shape).skip(1).allMatch(axis -> axis > 0);
    this.rowShape = known ? Arrays.stream(shape).skip(1).toArray() : new long[0];
  }

  /**
   * A model of a graph; the graph is copied.
   *
   * @param input the placeholder that takes a batch of inputs, {@code [n, …]}
   * @param logits the variable that holds what goes into the softmax, {@code [n, classes]}; {@code
   *     [n, 1]} or {@code [n]} for a binary model
   * @throws IllegalArgumentException if the graph has no such variables, or the logits are what a
   *     softmax or sigmoid made
   */
  public static SameDiffModel of(SameDiff graph, String input, String logits) {
    Objects.requireNonNull(graph, "expected a SameDiff graph, found null");
    requireInput(graph, input);
    requireLogits(graph, logits);
    Backend.ready();
    SameDiff copy = graph.dup();
    String cotangent = newName(copy, "cotangent");
    String scalar = newName(copy, "scalar");
    SDVariable at = copy.getVariable(logits);
    SDVariable slopes = copy.placeHolder(cotangent, at.dataType());
    at.mul(slopes).sum(scalar);
    copy.setLossVariables(scalar);
    return new SameDiffModel(copy, input, logits, cotangent);
  }

  /**
   * The logits of a batch.
   *
   * @param inputs float32, of the placeholder's shape, or {@code [n, width]} where the placeholder
   *     says its shape; cast to the placeholder's type
   * @throws IllegalArgumentException if the shape or type differs or an input is NaN
   */
  @Override
  public synchronized INDArray logits(INDArray inputs) {
    return floats(graph.outputSingle(Map.of(input, fitted(inputs)), logits));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the placeholder takes whole numbers, such as tokens
   */
  @Override
  public synchronized INDArray inputGradient(
      INDArray inputs, UnaryOperator<INDArray> gradientAtLogits) {
    if (!inputType.isFPType()) {
      throw new IllegalStateException(
          "expected an input of floats to have a slope, found \"" + input + "\" of " + inputType);
    }
    INDArray rows = fitted(inputs);
    INDArray raw = graph.outputSingle(Map.of(input, rows), logits);
    INDArray slopes;
    try (INDArray at = floats(raw);
        INDArray back = gradientAtLogits.apply(at)) {
      slopes = back.castTo(raw.dataType()).reshape(raw.shape()).dup('c');
    }
    INDArray gradient = gradient(rows, slopes);
    return gradient.castTo(DataType.FLOAT).reshape(inputs.shape()).dup('c');
  }

  @Override
  public String toString() {
    return "SameDiff graph from \"" + input + "\" to \"" + logits + "\"";
  }

  private INDArray gradient(INDArray rows, INDArray slopes) {
    if (!graph.hasGradientFunction()) {
      graph.createGradFunction(input);
    }
    return graph.calculateGradients(Map.of(input, rows, cotangent, slopes), input).get(input);
  }

  /** A copy that SameDiff may keep or close, in the shape and type of the placeholder. */
  private INDArray fitted(INDArray inputs) {
    INDArray rows = BatchCopy.of(inputs, rowShape);
    return inputType == DataType.FLOAT ? rows : rows.castTo(inputType);
  }

  /** A copy as float32 that the caller may close. */
  private static INDArray floats(INDArray raw) {
    return raw.dataType() == DataType.FLOAT ? raw.dup('c') : raw.castTo(DataType.FLOAT);
  }

  private static void requireInput(SameDiff graph, String input) {
    if (!graph.hasVariable(input)
        || graph.getVariable(input).getVariableType() != VariableType.PLACEHOLDER) {
      throw new IllegalArgumentException(
          "expected one of the placeholders "
              + new TreeSet<>(graph.inputs())
              + " as input, found \""
              + input
              + "\"");
    }
  }

  private static void requireLogits(SameDiff graph, String logits) {
    if (!graph.hasVariable(logits)) {
      throw new IllegalArgumentException(
          "expected a variable of the graph as logits, such as its outputs "
              + outputs(graph)
              + ", found \""
              + logits
              + "\"");
    }
    String maker = graph.getVariables().get(logits).getOutputOfOp();
    SameDiffOp op = maker == null ? null : graph.getOps().get(maker);
    if (op != null && List.of("softmax", "sigmoid").contains(op.getOp().opName())) {
      throw new IllegalArgumentException(
          String.format(
              "expected what goes into the %s as logits, found \"%s\", which comes out of it: give"
                  + " \"%s\"",
              op.getOp().opName(), logits, op.getInputsToOp().get(0)));
    }
  }

  /** What no operation reads; the graph's own list is null where a loss is set. */
  private static List<String> outputs(SameDiff graph) {
    return graph.getVariables().values().stream()
        .filter(variable -> variable.getOutputOfOp() != null)
        .filter(
            variable -> variable.getInputsForOp() == null || variable.getInputsForOp().isEmpty())
        .map(Variable::getName)
        .sorted()
        .toList();
  }

  private static String newName(SameDiff graph, String wanted) {
    String name = wanted;
    while (graph.hasVariable(name)) {
      name = "_" + name;
    }
    return name;
  }
}
