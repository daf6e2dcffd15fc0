package io.github.onecurve.bridge.dl4j;

import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Attributes;
import io.github.onecurve.network.NetworkBuilder;
import io.github.onecurve.network.Node;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

/** The nodes, one after the other, that compute an activation function of DL4J. */
final class ActivationNodes {
  private static final String QUICK = "quick GELU";

  private final List<String> ops = new ArrayList<>();
  private final List<Attributes> attributes = new ArrayList<>();

  private ActivationNodes() {}

  /**
   * The nodes of a function; none for the identity.
   *
   * @throws IllegalArgumentException if the function is not known, naming it and the layer
   */
  static ActivationNodes of(String layer, IActivation function) {
    ActivationNodes nodes = new ActivationNodes();
    Attributes none = Attributes.none();
    if (function instanceof ActivationReLU relu && relu.getThreshold() == null) {
      double slope = relu.getNegativeSlope() == null ? 0 : relu.getNegativeSlope();
      nodes.then(slope == 0 ? "Relu" : "LeakyRelu", slope == 0 ? none : none.with("alpha", slope));
      if (relu.getMax() != null) {
        nodes.then("Clip", none.with("max", relu.getMax()));
      }
    } else if (function instanceof ActivationLReLU leaky) {
      nodes.then("LeakyRelu", none.with("alpha", leaky.getAlpha()));
    } else if (function instanceof ActivationELU elu) {
      nodes.then("Elu", none.with("alpha", elu.getAlpha()));
    } else if (function instanceof ActivationThresholdedReLU threshold) {
      nodes.then("ThresholdedRelu", none.with("alpha", threshold.getTheta()));
    } else if (function instanceof ActivationReLU6) {
      nodes.then("Clip", none.with("min", 0.0).with("max", 6.0));
    } else if (function instanceof ActivationHardTanH) {
      nodes.then("Clip", none.with("min", -1.0).with("max", 1.0));
    } else if (function instanceof ActivationRectifiedTanh) {
      nodes.then("Tanh", none).then("Relu", none);
    } else if (function instanceof ActivationHardSigmoid) {
      nodes.then("HardSigmoid", none.with("alpha", 0.2).with("beta", 0.5));
    } else if (function instanceof ActivationSoftmax) {
      nodes.then("Softmax", none.with("axis", -1));
    } else if (function instanceof ActivationGELU gelu) {
      nodes.then(gelu.isPrecise() ? "Gelu" : QUICK, none.with("approximate", "tanh"));
    } else if (!(function instanceof ActivationIdentity)) {
      nodes.then(plain(layer, function), none);
    }
    return nodes;
  }

  /** Whether the function changes nothing. */
  boolean isEmpty() {
    return ops.isEmpty();
  }

  void write(NetworkBuilder builder, String in, String out) {
    if (ops.equals(List.of(QUICK))) {
      quick(builder, in, out);
      return;
    }
    String last = in;
    for (int i = 0; i < ops.size(); i++) {
      String to = i == ops.size() - 1 ? out : out + ".a" + i;
      builder.node(new Node(to, ops.get(i), List.of(last), to, attributes.get(i)));
      last = to;
    }
    if (isEmpty()) {
      builder.node(new Node(out, "Identity", List.of(in), out, Attributes.none()));
    }
  }

  /** The approximation {@code x·σ(1.702·x)} of GELU, which DL4J takes unless told otherwise. */
  private static void quick(NetworkBuilder builder, String in, String out) {
    String steep = out + ".a0";
    String share = out + ".a1";
    builder.constant(out + ".by", Tensor.of(new float[] {1.702f}, 1));
    builder.node(new Node(steep, "Mul", List.of(in, out + ".by"), steep, Attributes.none()));
    builder.node(new Node(share, "Sigmoid", List.of(steep), share, Attributes.none()));
    builder.node(new Node(out, "Mul", List.of(in, share), out, Attributes.none()));
  }

  private ActivationNodes then(String op, Attributes tuned) {
    ops.add(op);
    attributes.add(tuned);
    return this;
  }

  private static String plain(String layer, IActivation function) {
    if (function instanceof ActivationSigmoid) {
      return "Sigmoid";
    } else if (function instanceof ActivationTanH) {
      return "Tanh";
    } else if (function instanceof ActivationSELU) {
      return "Selu";
    } else if (function instanceof ActivationSwish) {
      return "Silu";
    } else if (function instanceof ActivationMish) {
      return "Mish";
    } else if (function instanceof ActivationSoftPlus) {
      return "Softplus";
    } else if (function instanceof ActivationSoftSign) {
      return "Softsign";
    }
    throw new IllegalArgumentException(
        String.format(
            "layer \"%s\" has the activation %s, which Network does not know: %s",
            layer, function, Translation.BLACK_BOX));
  }
}
