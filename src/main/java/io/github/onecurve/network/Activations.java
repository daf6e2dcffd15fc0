package io.github.onecurve.network;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The family of operations that are functions of one number. */
final class Activations {
  private static final double SELU_ALPHA = 1.6732631921768188;
  private static final double SELU_GAMMA = 1.0507010221481323;

  private Activations() {}

  static void addTo(Map<String, Function<Resolver, Operation>> known) {
    addRectifiers(known);
    addCurves(known);
    addNumbers(known);
  }

  /** The names of those that serve between the layers of a net. */
  static List<String> names() {
    return List.of(
        "Celu",
        "Elu",
        "Gelu",
        "HardSwish",
        "Identity",
        "LeakyRelu",
        "Mish",
        "Relu",
        "Selu",
        "Sigmoid",
        "Silu",
        "Softplus",
        "Softsign",
        "Tanh");
  }

  /** A function of each number alone as an operation; its rows keep their shape. */
  static Operation elementwise(Resolver node, Activation function) {
    node.requireInputs(1, 1);
    int in = node.tensor(0);
    node.makes(node.rowShape(0));
    return new Elementwise(in, node.out(), function);
  }

  private static void addRectifiers(Map<String, Function<Resolver, Operation>> known) {
    add(known, "Identity", new Rectifiers.Identity());
    add(known, "Relu", new Rectifiers.Relu());
    add(known, "Abs", new Rectifiers.Abs());
    add(known, "Neg", new Rectifiers.Neg());
    add(known, "HardSwish", new Rectifiers.HardSwish());
    add(known, "LeakyRelu", node -> new Rectifiers.LeakyRelu(node.number("alpha", 0.01)));
    add(known, "ThresholdedRelu", node -> new Rectifiers.ThresholdedRelu(node.number("alpha", 1)));
    add(
        known,
        "HardSigmoid",
        node -> new Rectifiers.HardSigmoid(node.number("alpha", 0.2), node.number("beta", 0.5)));
    add(known, "Clip", Activations::clip);
  }

  private static void addCurves(Map<String, Function<Resolver, Operation>> known) {
    add(known, "Tanh", new Curves.Tanh());
    add(known, "Sigmoid", new Curves.Sigmoid());
    add(known, "Silu", new Curves.Silu());
    add(known, "Mish", new Curves.Mish());
    add(known, "Softplus", new Curves.Softplus());
    add(known, "Softsign", new Curves.Softsign());
    add(known, "Erf", new Curves.Erf());
    add(known, "Exp", new Curves.Exp());
    add(known, "Elu", node -> new Curves.Elu(node.number("alpha", 1), 1, 1));
    add(
        known,
        "Selu",
        node ->
            new Curves.Elu(node.number("alpha", SELU_ALPHA), node.number("gamma", SELU_GAMMA), 1));
    add(known, "Celu", Activations::celu);
    add(known, "Gelu", Activations::gelu);
  }

  private static void addNumbers(Map<String, Function<Resolver, Operation>> known) {
    add(known, "Log", Activation.of(Math::log, x -> 1 / x));
    add(known, "Sqrt", Activation.of(Math::sqrt, x -> 0.5 / Math.sqrt(x)));
    add(known, "Reciprocal", Activation.of(x -> 1 / x, x -> -1 / (x * x)));
    add(known, "Sin", Activation.of(Math::sin, Math::cos));
    add(known, "Cos", Activation.of(Math::cos, x -> -Math.sin(x)));
    add(known, "Sign", Activation.steps(Math::signum));
    add(known, "Floor", Activation.steps(Math::floor));
    add(known, "Ceil", Activation.steps(Math::ceil));
    add(known, "Round", Activation.steps(Math::rint));
    add(known, "Not", Activation.telling(x -> x == 0 ? 1 : 0));
    add(known, "Cast", Activations::cast);
  }

  private static Activation clip(Resolver node) {
    double least = node.number("min", Double.NEGATIVE_INFINITY);
    double most = node.number("max", Double.POSITIVE_INFINITY);
    if (least > most) {
      throw node.fault("expected min at most max, found " + least + " and " + most);
    }
    return new Rectifiers.Clip(least, most);
  }

  private static Activation celu(Resolver node) {
    double alpha = node.number("alpha", 1);
    if (alpha == 0) {
      throw node.fault("expected an alpha other than 0, found " + alpha);
    }
    return new Curves.Elu(alpha, 1, alpha);
  }

  private static Activation gelu(Resolver node) {
    String approximate = node.attributes().word("approximate", "none");
    return switch (approximate) {
      case "none" -> new Curves.Gelu();
      case "tanh" -> new Curves.GeluByTanh();
      default -> throw node.fault("expected approximate none or tanh, found " + approximate);
    };
  }

  private static Activation cast(Resolver node) {
    String to = node.attributes().word("to", "float");
    return switch (to) {
      case "float" -> new Rectifiers.Identity();
      case "int" -> Activation.telling(x -> x < 0 ? Math.ceil(x) : Math.floor(x));
      case "bool" -> Activation.telling(x -> x == 0 ? 0 : 1);
      default -> throw node.fault("expected to be float, int or bool, found " + to);
    };
  }

  private static void add(
      Map<String, Function<Resolver, Operation>> known, String op, Activation function) {
    known.put(op, node -> elementwise(node, function));
  }

  private static void add(
      Map<String, Function<Resolver, Operation>> known,
      String op,
      Function<Resolver, Activation> function) {
    known.put(op, node -> elementwise(node, function.apply(node)));
  }
}
