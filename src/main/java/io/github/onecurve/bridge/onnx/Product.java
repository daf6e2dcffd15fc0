package io.github.onecurve.bridge.onnx;

import io.github.onecurve.network.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A product over several nodes: a number times tensors. */
final class Product {
  private static final int MOST = 4;
  private static final int DEEPEST = 8;

  private final List<String> factors = new ArrayList<>();
  private double scale = 1;

  private Product() {}

  static Product of(Node root, Dataflow flow) {
    Product product = new Product();
    product.read(root, flow, 0);
    return product;
  }

  double scale() {
    return scale;
  }

  List<String> factors() {
    return factors;
  }

  private void read(Node node, Dataflow flow, int depth) {
    for (int i = 0; i < 2 && factors.size() < MOST; i++) {
      String in = node.inputs().get(i);
      boolean divides = i == 1 && node.op().equals("Div");
      Optional<Double> number = flow.scalar(in);
      Node maker = flow.inner(in);
      boolean more =
          maker != null
              && (maker.op().equals("Mul")
                  || (maker.op().equals("Div") && flow.scalar(maker.inputs().get(1)).isPresent()));
      if (number.isPresent()) {
        scale = divides ? scale / number.get() : scale * number.get();
      } else if (more && !divides && depth < DEEPEST) {
        read(maker, flow, depth + 1);
      } else {
        factors.add(divides ? "" : in);
      }
    }
  }
}
