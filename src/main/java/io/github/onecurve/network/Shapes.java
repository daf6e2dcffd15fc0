package io.github.onecurve.network;

import java.util.Map;
import java.util.function.Function;

/** The family of operations that give the numbers of a row another shape or place. */
final class Shapes {
  private Shapes() {}

  static void addTo(Map<String, Function<Resolver, Operation>> known) {
    known.put("Flatten", Shapes::flatten);
  }

  private static Operation flatten(Resolver node) {
    node.requireInputs(1, 1);
    if (node.number("axis", 1) != 1) {
      throw node.fault("expected axis 1, found " + (int) node.number("axis", 1));
    }
    int in = node.tensor(0);
    node.makes(Plan.width(node.rowShape(0)));
    return new Elementwise(in, node.out(), Activation.identity());
  }
}
