package io.github.onecurve.network;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes that cannot be: the message says what was expected and found. */
class OperationFaultsTest {
  private static final Attributes NONE = Attributes.none();

  private static void assertFault(String part, String op, Attributes attributes, String... inputs) {
    NetworkBuilder builder =
        Network.builder("x", 4, 6)
            .parameter("row", Tensor.of(new float[6], 6))
            .parameter("five", Tensor.of(new float[5], 5))
            .parameter("batch", Tensor.of(new float[48], 2, 4, 6))
            .parameter("four", Tensor.of(new float[] {1, -1, 1, 1}, 4))
            .then("Identity", "same")
            .node(
                new Node(
                    "",
                    "ReduceSum",
                    List.of("x"),
                    "few",
                    NONE.with("axes", new int[] {1}).with("keepdims", 0)))
            .node(new Node("n", op, List.of(inputs), "made", attributes));
    String message = assertThrows(IllegalArgumentException.class, builder::build).getMessage();
    assertTrue(message.startsWith(op + " node \"n\" (" + op + "): "), message);
    assertTrue(message.contains(part), message);
  }

  private static Attributes with(String name, int... values) {
    return NONE.with(name, values);
  }

  @Test
  void broadcastsSayWhichShapesDoNotMeet() {
    assertFault(
        "expected \"five\" to broadcast with rows of shape [4, 6] of those before, found [1, 5]",
        "Add",
        NONE,
        "x",
        "five");
    assertFault(
        "\"batch\" to have at most 2 axes, or 3 with 1 on the axis of the batch, found [2, 4, 6]",
        "Mul",
        NONE,
        "x",
        "batch");
    assertFault(
        "\"few\" to have rows of 2 axes as those before, found [6]", "Sub", NONE, "x", "few");
    assertFault("found parameters only", "Div", NONE, "row", "row");
    assertFault("expected 2 inputs, found 1", "Pow", NONE, "x");
    assertFault("expected 3 inputs, found 2", "Where", NONE, "x", "x");
  }

  @Test
  void shapesSayWhatDoesNotFit() {
    assertFault("expected axis 1, found 2", "Flatten", NONE.with("axis", 2), "x");
    assertFault("expected an attribute \"shape\", found none", "Reshape", NONE, "x");
    assertFault("given as -1 or 0, found [4, 6]", "Reshape", with("shape", 4, 6), "x");
    assertFault(
        "as many values a row as [5, 5], found [4, 6]", "Reshape", with("shape", -1, 5, 5), "x");
    assertFault(
        "order of the axes 0 to 2, found [0, 1, 1]", "Transpose", with("perm", 0, 1, 1), "x");
    assertFault("leaves axis 0, the batch, in front", "Transpose", with("perm", 1, 0, 2), "x");
    assertFault("begins with -1, the batch", "Expand", with("shape", 3, 4, 6), "x");
    assertFault("to broadcast to [-1, 5, 6]", "Expand", with("shape", -1, 5, 6), "x");
    assertFault("to have rows of 3 axes", "Expand", with("shape", -1, 1, 4, 6), "x");
    assertFault("would mix the rows of a batch", "Concat", NONE.with("axis", 0), "x", "same");
    assertFault("but for axis 1, found [6]", "Concat", NONE.with("axis", 1), "x", "few");
    assertFault("to have 1 on axis 0", "Concat", NONE.with("axis", 1), "x", "batch");
    assertFault(
        "as many ends, axes and steps as starts, 1, found 2, 1 and 1",
        "Slice",
        with("starts", 1).with("ends", new int[] {2, 3}).with("axes", new int[] {1}),
        "x");
    assertFault("would mix the rows", "Slice", with("starts", 0).with("ends", new int[] {1}), "x");
    assertFault(
        "steps other than 0",
        "Slice",
        with("starts", 0)
            .with("ends", new int[] {1})
            .with("axes", new int[] {1})
            .with("steps", new int[] {0}),
        "x");
    assertFault(
        "at least one place along axis 1 of length 4, found none from 3 to 3",
        "Slice",
        with("starts", 3).with("ends", new int[] {3}).with("axes", new int[] {1}),
        "x");
    assertFault("6 beginnings".substring(2), "Pad", with("pads", 1, 1), "x");
    assertFault(
        "pads that fit axis 1 of length 4 in mode reflect",
        "Pad",
        with("pads", 0, 4, 0, 0, 0, 0).with("mode", "reflect"),
        "x");
    assertFault(
        "constant, edge or reflect, found wrap",
        "Pad",
        with("pads", 0, 1, 0, 0, 0, 0).with("mode", "wrap"),
        "x");
  }

  @Test
  void gathersSayWhichIndexOrTensorIsWrong() {
    Attributes axis = NONE.with("axis", 1);
    assertFault("indices in [-4, 4), found 4", "Gather", axis.with("indices", new int[] {4}), "x");
    assertFault("expected at least one index", "Gather", axis.with("indices", new int[0]), "x");
    assertFault("would mix the rows of a batch", "Gather", axis, "x", "same");
    assertFault("expected axis 0 of tensor [6], found 1", "Gather", axis, "row", "x");
  }

  @Test
  void reductionsAndNormalizationsSayWhatTheyNeed() {
    assertFault("which would mix the rows of a batch", "ReduceMean", NONE, "x");
    assertFault("which would mix the rows of a batch", "ReduceMax", with("axes", 0), "x");
    assertFault("expected an axis in [1, 2] or [-2, -1], found 3", "ArgMax", with("axis", 3), "x");
    assertFault("which would mix the rows", "Softmax", NONE.with("axis", 0), "x");
    assertFault(
        "expected \"row\" to hold 4 values, one value a channel, found [6]",
        "BatchNormalization",
        NONE,
        "x",
        "four",
        "four",
        "four",
        "row");
    assertFault(
        "variances \"four\" of at least 0, found -1.0",
        "BatchNormalization",
        NONE,
        "x",
        "four",
        "four",
        "four",
        "four");
    assertFault(
        "expected \"four\" to hold 6 values, one for each value that is normalized, found [4]",
        "LayerNormalization",
        NONE,
        "x",
        "four");
    assertFault(
        "epsilon of at least 0, found -1.0",
        "LayerNormalization",
        NONE.with("epsilon", -1.0),
        "x",
        "row");
    assertFault(
        "num_groups to divide the 4 channels, found 3",
        "GroupNormalization",
        NONE.with("num_groups", 3),
        "x",
        "four",
        "four");
    assertFault("to hold 4 values", "InstanceNormalization", NONE, "x", "row", "row");
  }

  @Test
  void activationsSayWhatTheirAttributesMayBe() {
    assertFault("none or tanh, found fast", "Gelu", NONE.with("approximate", "fast"), "x");
    assertFault("float, int or bool, found half", "Cast", NONE.with("to", "half"), "x");
    assertFault(
        "min at most max, found 2.0 and 1.0", "Clip", NONE.with("min", 2.0).with("max", 1.0), "x");
    assertFault("alpha other than 0", "Celu", NONE.with("alpha", 0.0), "x");
  }
}
