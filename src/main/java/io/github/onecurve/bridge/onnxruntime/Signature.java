package io.github.onecurve.bridge.onnxruntime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which input of a file takes the rows and which output holds the logits.
 *
 * @param type of the input's numbers
 * @param output the name of the output
 */
record Signature(BatchForm input, InputType type, String output) {
  private static final Set<OnnxJavaType> FLOATS =
      Set.of(OnnxJavaType.FLOAT, OnnxJavaType.DOUBLE, OnnxJavaType.FLOAT16);
  private static final String LOGITS = "a float output of shape [n, classes]";
  private static final String ZIP_MAP =
      ": a list of maps is what scikit-learn's converter makes by default; convert with"
          + " options={'zipmap': False} and ask for OnnxRuntimeOptions.probabilities()";

  /**
   * What a file asks for and gives.
   *
   * @throws IllegalArgumentException if that is no model's; the message says what to do
   */
  static Signature of(OrtSession session, OnnxRuntimeOptions wanted) throws OrtException {
    Map<String, NodeInfo> inputs = session.getInputInfo();
    if (inputs.size() != 1) {
      throw new IllegalArgumentException(
          "expected one input, found "
              + inputs.keySet()
              + ": export the model with all columns in one, or implement Model over ONNX Runtime");
    }
    NodeInfo input = inputs.values().iterator().next();
    Optional<InputType> type =
        input.getInfo() instanceof TensorInfo info ? InputType.of(info.type) : Optional.empty();
    if (type.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              "expected input \"%s\" to be a tensor of one of %s, found %s: export the model with"
                  + " float inputs, or implement Model over ONNX Runtime",
              input.getName(), Arrays.toString(InputType.values()), kind(input.getInfo())));
    }
    long[] shape = ((TensorInfo) input.getInfo()).getShape();
    if (shape.length == 0) {
      throw new IllegalArgumentException(
          "expected input \""
              + input.getName()
              + "\" of shape [n, …], found none: export the model with the shape of its input");
    }
    String output = output(session.getOutputInfo(), wanted);
    return new Signature(new BatchForm(input.getName(), shape), type.get(), output);
  }

  private static String output(Map<String, NodeInfo> outputs, OnnxRuntimeOptions wanted) {
    List<NodeInfo> candidates =
        outputs.values().stream()
            .filter(
                one -> wanted.output().map(one.getName()::equals).orElse(isCandidate(one, outputs)))
            .toList();
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              "expected %s, found %s%s",
              wanted.output().map(name -> "an output \"" + name + "\"").orElse(LOGITS),
              described(outputs),
              outputs.values().stream().anyMatch(one -> one.getInfo() instanceof SequenceInfo)
                  ? ZIP_MAP
                  : ": name the one that holds the logits with OnnxRuntimeOptions.output"));
    }
    NodeInfo chosen = candidates.get(0);
    if (!isFloats(chosen)) {
      throw new IllegalArgumentException(
          String.format(
              "expected output \"%s\" to be a float tensor, found %s%s",
              chosen.getName(),
              kind(chosen.getInfo()),
              chosen.getInfo() instanceof SequenceInfo
                  ? ZIP_MAP
                  : ": name another of " + outputs.keySet() + " with OnnxRuntimeOptions.output"));
    }
    String lower = chosen.getName().toLowerCase(Locale.ROOT);
    boolean sounds = lower.contains("prob") || lower.contains("softmax");
    if (sounds && wanted.output().isEmpty() && !wanted.isProbabilities()) {
      throw new IllegalArgumentException(
          String.format(
              "expected an output of logits, found \"%s\", which sounds like probabilities: ask for"
                  + " OnnxRuntimeOptions.probabilities(), or name it with output(\"%s\") if it"
                  + " holds logits",
              chosen.getName(), chosen.getName()));
    }
    return chosen.getName();
  }

  private static boolean isCandidate(NodeInfo output, Map<String, NodeInfo> outputs) {
    return isFloats(output)
        && (outputs.size() == 1 || ((TensorInfo) output.getInfo()).getShape().length == 2);
  }

  private static boolean isFloats(NodeInfo output) {
    return output.getInfo() instanceof TensorInfo info && FLOATS.contains(info.type);
  }

  private static List<String> described(Map<String, NodeInfo> outputs) {
    return outputs.values().stream()
        .map(one -> one.getName() + ": " + kind(one.getInfo()))
        .toList();
  }

  private static String kind(ValueInfo info) {
    return info instanceof TensorInfo tensor
        ? tensor.type + Arrays.toString(tensor.getShape())
        : info instanceof SequenceInfo ? "a sequence" : "no tensor";
  }
}
