package io.github.onecurve.examples;

import io.github.onecurve.bridge.samediff.SameDiffModel;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Serves a SameDiff graph as a model with gradients. */
public final class ServeSameDiff {
  private ServeSameDiff() {}

  /** Prints logits and what raises the first of them. */
  public static void main(String[] args) {
    SameDiff graph = SameDiff.create();
    SDVariable input = graph.placeHolder("input", DataType.FLOAT, -1, 4);
    SDVariable weights = graph.var("weights", Nd4j.eye(4).castTo(DataType.FLOAT));
    graph.nn.softmax("probabilities", input.mmul("logits", weights));

    SameDiffModel model = SameDiffModel.of(graph, "input", "logits");
    System.out.println("logits " + model.logits(Nd4j.ones(2, 4)));
    System.out.println(
        "slope  "
            + model.inputGradient(
                Nd4j.ones(2, 4),
                logits -> {
                  var first = Nd4j.zeros(logits.shape());
                  first.getColumn(0).assign(1);
                  return first;
                }));
  }
}
