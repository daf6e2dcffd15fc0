package io.github.onecurve.bridge.dl4j;

import io.github.onecurve.model.BatchCopy;
import io.github.onecurve.model.Differentiable;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A net of Deeplearning4j, of any layers, as a model that knows its slope:
 *
 * <pre>{@code
 * Model model = Dl4jModel.of(net);
 * }</pre>
 *
 * <p>It answers with logits: what goes into the softmax at the net's end, or into the sigmoid of a
 * binary net; a net that ends in neither is taken at its word. It holds a copy of the net as it was
 * when it was given, so training the net on does not change the model. Calls are made one at a
 * time, since DL4J's layers keep what they compute.
 *
 * <p>Gradients are those of the outputs at inference. DL4J's own are not in nets with batch
 * normalisation, dropout or frozen layers: 1.0.0-M2.1 differentiates through the statistics of the
 * batch, applies dropout on the way back, and stops at frozen layers. What its layers get wrong
 * alone stays wrong: the slope of ELU ignores its α.
 */
public final class Dl4jModel implements Differentiable {
  private final LogitGraph graph;
  private final long[] rowShape;

  private Dl4jModel(LogitGraph graph) {
    this.graph = graph;
    this.rowShape = graph.rowShape().orElse(new long[0]);
  }

  /**
   * A model of a stack of layers; the net is copied.
   *
   * @throws IllegalArgumentException if the net does not end in classes; the message says what else
   *     serves it
   */
  public static Dl4jModel of(MultiLayerNetwork net) {
    Objects.requireNonNull(net, "expected a MultiLayerNetwork, found null");
    return new Dl4jModel(LogitGraph.of(net));
  }

  /**
   * A model of a graph with one input and one output; the net is copied.
   *
   * @throws IllegalArgumentException as {@link #of(MultiLayerNetwork)}
   */
  public static Dl4jModel of(ComputationGraph net) {
    Objects.requireNonNull(net, "expected a ComputationGraph, found null");
    return new Dl4jModel(LogitGraph.of(net));
  }

  /**
   * The logits of a batch.
   *
   * @param inputs {@code [n, …]}, float32, in the layout of the net: images {@code [n, channels,
   *     height, width]} unless it was made for another, sequences {@code [n, features, steps]}
   * @return {@code [n, classes]}, or {@code [n, 1]} for a binary net
   * @throws IllegalArgumentException if the shape or type differs or an input is NaN
   */
  @Override
  public synchronized INDArray logits(INDArray inputs) {
    try (INDArray rows = BatchCopy.of(inputs, rowShape)) {
      return floats(graph.answer(rows), inputs);
    }
  }

  @Override
  public synchronized INDArray inputGradient(
      INDArray inputs, UnaryOperator<INDArray> gradientAtLogits) {
    try (INDArray rows = BatchCopy.of(inputs, rowShape)) {
      INDArray slope =
          graph.slope(
              rows,
              answer -> {
                try (INDArray at = floats(answer, inputs);
                    INDArray back = gradientAtLogits.apply(at)) {
                  return back.castTo(answer.dataType()).dup('c');
                }
              });
      return slope.castTo(DataType.FLOAT).dup('c').reshape(inputs.shape());
    }
  }

  @Override
  public String toString() {
    return String.format(
        "DL4J net of %d layers, %d parameters", graph.getNumLayers(), graph.numParams());
  }

  /** A copy as float32 that the caller may close. */
  private static INDArray floats(INDArray answer, INDArray inputs) {
    if (answer.rank() != 2 || answer.size(0) != inputs.size(0)) {
      throw new IllegalStateException(
          String.format(
              "expected the net to answer with [%d, classes], found %s: serve the part that decides"
                  + " with Model.ofRows",
              inputs.size(0), Arrays.toString(answer.shape())));
    }
    return answer.dataType() == DataType.FLOAT ? answer.dup('c') : answer.castTo(DataType.FLOAT);
  }
}
