package io.github.onecurve.bridge.onnx;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import onnx.Onnx.NodeProto;

/** Every kind of node that is known, and what to say of those that are not. */
final class NodeKinds {
  private static final Map<String, Consumer<Call>> KNOWN = known();

  private NodeKinds() {}

  private static Map<String, Consumer<Call>> known() {
    Map<String, Consumer<Call>> known = new TreeMap<>();
    PointwiseNodes.addTo(known);
    ProductNodes.addTo(known);
    ShapeNodes.addTo(known);
    SelectionNodes.addTo(known);
    ReductionNodes.addTo(known);
    NormalizationNodes.addTo(known);
    ConvolutionNodes.addTo(known);
    return known;
  }

  /** Makes of a node what the network has for it. */
  static void lower(Lowering lowering, NodeProto node) {
    Call call = new Call(lowering, node);
    try {
      lower(call, node);
    } catch (IllegalArgumentException | ArithmeticException e) {
      String said = String.valueOf(e.getMessage());
      throw said.startsWith(call.op() + " node ") ? e : call.fault(said);
    }
  }

  private static void lower(Call call, NodeProto node) {
    if (!standard(node.getDomain())) {
      throw unknown(call, "is of domain \"" + node.getDomain() + "\", which is");
    }
    boolean constant = true;
    for (int i = 0; i < call.inputs(); i++) {
      constant &= !call.has(i) || call.in(i) instanceof Literal;
    }
    if (constant && Folding.of(call.op()).isPresent()) {
      Folding.of(call.op()).get().accept(call);
      return;
    }
    Consumer<Call> known = KNOWN.get(call.op());
    if (known == null) {
      throw unknown(
          call, call.op().contains("Quantize") ? "is of a quantised model, which is" : "is");
    }
    known.accept(call);
  }

  static boolean standard(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  private static IllegalArgumentException unknown(Call call, String what) {
    return call.fault(what + " not known here: " + Lowering.BLACK_BOX);
  }
}
