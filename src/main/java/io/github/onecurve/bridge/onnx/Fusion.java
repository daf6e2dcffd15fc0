package io.github.onecurve.bridge.onnx;

import io.github.onecurve.network.Attributes;
import io.github.onecurve.network.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Makes one node of the several that exporters write for one function: GELU, SiLU, hard-swish,
 * Mish, layer normalisation. Nodes in between must serve that function alone; the numbers stay the
 * same but for rounding.
 */
final class Fusion {
  private static final double CLOSE = 1e-6;
  private static final double TANH = Math.sqrt(2 / Math.PI);

  private final Dataflow flow;
  private final Slots slots;
  private final ToIntFunction<String> rank;

  private Fusion(List<Node> nodes, Slots slots, String output, ToIntFunction<String> rank) {
    this.flow = new Dataflow(nodes, output, slots);
    this.slots = slots;
    this.rank = rank;
  }

  /**
   * @param rank the number of axes of a tensor, the batch's among them
   */
  static List<Node> fused(
      List<Node> nodes, Slots slots, String output, ToIntFunction<String> rank) {
    Fusion fusion = new Fusion(nodes, slots, output, rank);
    List<Node> fused = new ArrayList<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (fusion.flow.uses(node.output()) > 0) {
        Node better = fusion.activation(node).or(() -> fusion.layer(node)).orElse(node);
        fusion.flow.replace(node, better);
        fused.add(better);
      }
    }
    Collections.reverse(fused);
    return fused;
  }

  private Optional<Node> activation(Node root) {
    if (!root.op().equals("Mul") && !root.op().equals("Div")) {
      return Optional.empty();
    }
    Product product = Product.of(root, flow);
    if (product.factors().size() != 2) {
      return Optional.empty();
    }
    String one = product.factors().get(0);
    String two = product.factors().get(1);
    return gated(root, one, two, product.scale()).or(() -> gated(root, two, one, product.scale()));
  }

  /** The function x ↦ scale·x·gate(x), if it is a known one. */
  private Optional<Node> gated(Node root, String x, String gate, double scale) {
    Affine outer = Affine.of(gate, flow);
    Node core = flow.maker(outer.tensor());
    if (core == null || outer.tensor().equals(x) || flow.uses(outer.tensor()) != 1) {
      return Optional.empty();
    }
    double slope = scale * outer.slope();
    double shift = scale * outer.shift();
    String in = core.inputs().get(0);
    boolean plain = close(slope, 1) && close(shift, 0);
    boolean halves = close(slope, 0.5) && close(shift, 0.5);
    Attributes none = Attributes.none();
    return switch (core.op()) {
      case "Sigmoid" -> when(plain && in.equals(x), root, "Silu", x, none);
      case "HardSigmoid" ->
          when(plain && isSixth(core) && in.equals(x), root, "HardSwish", x, none);
      case "Clip" ->
          when(close(shift, 0) && isHardGate(core, slope, x), root, "HardSwish", x, none);
      case "Tanh" ->
          when(plain && isSoftplus(in, x), root, "Mish", x, none)
              .or(
                  () ->
                      when(
                          halves && Polynomial.of(in, x, flow).is(0, TANH, 0, 0.044715 * TANH),
                          root,
                          "Gelu",
                          x,
                          none.with("approximate", "tanh")));
      case "Erf" -> {
        boolean exact = Polynomial.of(in, x, flow).is(0, Math.sqrt(0.5));
        yield when(halves && exact, root, "Gelu", x, none);
      }
      default -> Optional.empty();
    };
  }

  private static boolean isSixth(Node hardSigmoid) {
    return close(hardSigmoid.attributes().number("alpha", 0.2), 1.0 / 6)
        && close(hardSigmoid.attributes().number("beta", 0.5), 0.5);
  }

  private boolean isSoftplus(String tensor, String x) {
    Node maker = flow.inner(tensor);
    return maker != null && maker.op().equals("Softplus") && maker.inputs().get(0).equals(x);
  }

  /** Whether slope·clip(…) is clip(x + 3, 0, 6) / 6. */
  private boolean isHardGate(Node clip, double slope, String x) {
    Attributes bounds = clip.attributes();
    double top = bounds.number("max", 0);
    Polynomial inner = Polynomial.of(clip.inputs().get(0), x, flow);
    return bounds.number("min", -1) == 0 && close(slope * top, 1) && inner.is(top / 2, top / 6);
  }

  private static Optional<Node> when(
      boolean holds, Node root, String op, String x, Attributes attributes) {
    return holds
        ? Optional.of(new Node(root.name(), op, List.of(x), root.output(), attributes))
        : Optional.empty();
  }

  /** {@code (x − mean) / √(variance + ε) · scale [+ bias]} along the last axis. */
  private Optional<Node> layer(Node root) {
    if (root.op().equals("Add")) {
      for (int side = 0; side < 2; side++) {
        String bias = root.inputs().get(1 - side);
        Node scaled = flow.inner(root.inputs().get(side));
        if (scaled != null && isLine(bias)) {
          Optional<Node> whole = scaled(root, scaled, List.of(bias));
          if (whole.isPresent()) {
            return whole;
          }
        }
      }
      return Optional.empty();
    }
    return scaled(root, root, List.of());
  }

  private Optional<Node> scaled(Node root, Node product, List<String> bias) {
    if (!product.op().equals("Mul")) {
      return Optional.empty();
    }
    for (int side = 0; side < 2; side++) {
      String scale = product.inputs().get(1 - side);
      Node quotient = flow.inner(product.inputs().get(side));
      if (quotient != null && quotient.op().equals("Div") && isLine(scale)) {
        Optional<Node> whole = standardized(root, quotient, scale, bias);
        if (whole.isPresent()) {
          return whole;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Node> standardized(Node root, Node quotient, String scale, List<String> bias) {
    Node deviation = flow.maker(quotient.inputs().get(0));
    Node sqrt = flow.inner(quotient.inputs().get(1));
    Node sum = sqrt == null || !sqrt.op().equals("Sqrt") ? null : flow.inner(sqrt.inputs().get(0));
    if (deviation == null || !deviation.op().equals("Sub") || sum == null) {
      return Optional.empty();
    }
    Affine variance = Affine.of(sum.output(), flow);
    Node mean = flow.maker(deviation.inputs().get(1));
    Node meanSquare = flow.inner(variance.tensor());
    if (mean == null || meanSquare == null || !close(variance.slope(), 1)) {
      return Optional.empty();
    }
    String x = deviation.inputs().get(0);
    Node square = flow.maker(meanSquare.inputs().get(0));
    boolean fits =
        isMean(mean, x)
            && isMean(meanSquare, square == null ? "" : square.output())
            && isSquare(square, deviation)
            && slots.value(scale).size() > 0;
    if (!fits) {
      return Optional.empty();
    }
    List<String> inputs = new ArrayList<>(List.of(x, scale));
    inputs.addAll(bias);
    inputs.stream().skip(1).forEach(slots::isWeight);
    Attributes attributes = Attributes.none().with("axis", -1.0).with("epsilon", variance.shift());
    return Optional.of(
        new Node(root.name(), "LayerNormalization", inputs, root.output(), attributes));
  }

  private boolean isMean(Node node, String of) {
    return node.op().equals("ReduceMean")
        && node.inputs().get(0).equals(of)
        && node.attributes().number("keepdims", 1) == 1
        && Set.of((double) (rank.applyAsInt(of) - 1))
            .equals(Set.copyOf(node.attributes().numbers().getOrDefault("axes", List.of())));
  }

  private boolean isSquare(Node square, Node deviation) {
    if (square == null || flow.uses(square.output()) != 1) {
      return false;
    }
    boolean pow = square.op().equals("Pow") && flow.scalar(square.inputs().get(1)).orElse(0.0) == 2;
    boolean mul =
        square.op().equals("Mul") && square.inputs().get(0).equals(square.inputs().get(1));
    if (!pow && !mul) {
      return false;
    }
    Node base = flow.maker(square.inputs().get(0));
    int served = mul ? 2 : 1;
    if (deviation.equals(base)) {
      return flow.uses(deviation.output()) == served + 1;
    }
    return base != null
        && base.op().equals("Sub")
        && base.inputs().equals(deviation.inputs())
        && flow.uses(base.output()) == served
        && flow.uses(deviation.output()) == 1;
  }

  /** Whether a name is a constant with one axis. */
  private boolean isLine(String name) {
    return Slots.isPassing(name) && slots.value(name).rank() == 1 && slots.value(name).size() > 1;
  }

  static boolean close(double found, double expected) {
    return Math.abs(found - expected) <= CLOSE * Math.max(1, Math.abs(expected));
  }
}
