package io.github.onecurve.bridge.onnx;

import static io.github.onecurve.bridge.onnx.OpDraft.real;
import static io.github.onecurve.bridge.onnx.OpDraft.whole;
import static io.github.onecurve.bridge.onnx.OpDraft.wholes;
import static io.github.onecurve.bridge.onnx.OpDraft.word;

import io.github.onecurve.bridge.onnx.OpDraft.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import onnx.Onnx.AttributeProto;

/** Random models of one operation each, for every operation that is known. */
final class OpsInOnnxRuntime {
  private static final int NEWEST = 21;

  private final Map<String, Function<Random, Trial>> ops = new TreeMap<>();

  private OpsInOnnxRuntime() {
    numberByNumber();
    twoByTwo();
    products();
    windows();
    normalizations();
    shapes();
    reductions();
  }

  /** From the name of an operation to its trials. */
  static Map<String, Function<Random, Trial>> all() {
    return new OpsInOnnxRuntime().ops;
  }

  private void numberByNumber() {
    for (String op :
        List.of(
            "Relu",
            "Selu",
            "Tanh",
            "Sigmoid",
            "Softplus",
            "Softsign",
            "Erf",
            "Exp",
            "Neg",
            "Abs",
            "Sin",
            "Cos",
            "Identity")) {
      plain(op, 11);
    }
    for (String op : List.of("Sign", "Floor", "Ceil", "Round")) {
      add(op, 11, d -> d.node(op, List.of(d.inputOfEighths(d.anyShape(1, 3)))));
    }
    for (String op : List.of("Log", "Sqrt", "Reciprocal")) {
      add(
          op,
          11,
          d -> {
            String positive = d.node("Abs", List.of(d.input(d.anyShape(1, 3))));
            return d.node(op, List.of(d.node("Add", List.of(positive, d.uniform(0.2, 1)))));
          });
    }
    for (String op : List.of("LeakyRelu", "Elu", "ThresholdedRelu")) {
      add(op, 11, d -> d.node(op, List.of(d.input(d.anyShape(1, 3))), maybe(d, "alpha", 0.1, 2.0)));
    }
    add(
        "Sigmoid",
        11,
        d -> noProbabilities(d, d.node("Sigmoid", List.of(d.input(d.anyShape(1, 3))))));
    add("Celu", 12, d -> d.node("Celu", List.of(d.input(d.anyShape(1, 3))), real("alpha", 0.7)));
    add(
        "HardSigmoid",
        11,
        d ->
            d.node(
                "HardSigmoid",
                List.of(d.input(d.anyShape(1, 3))),
                maybe(d, "alpha", 0.1, 0.6, "beta", 0.2, 0.8)));
    plain("HardSwish", 14);
    plain("Mish", 18);
    add(
        "Gelu",
        20,
        d ->
            d.node(
                "Gelu",
                List.of(d.input(d.anyShape(1, 3))),
                d.flip()
                    ? new AttributeProto[] {word("approximate", d.flip() ? "tanh" : "none")}
                    : new AttributeProto[0]));
    add(
        "Silu (Mul, Sigmoid)",
        11,
        d -> {
          String x = d.input(d.anyShape(1, 3));
          String gate = d.node("Sigmoid", List.of(x));
          return d.node("Mul", d.flip() ? List.of(x, gate) : List.of(gate, x));
        });
    add(
        "Clip",
        11,
        d -> {
          String x = d.input(d.anyShape(1, 3));
          String least = d.flip() ? d.uniform(-1, 0) : "";
          List<String> most = d.flip() ? List.of(d.uniform(0.1, 1)) : List.of();
          List<String> inputs = new ArrayList<>(List.of(x, least));
          inputs.addAll(most);
          return d.node("Clip", inputs);
        });
    add(
        "PRelu",
        11,
        d -> {
          int[] shape = d.anyShape(1, 3);
          return d.node("PRelu", List.of(d.input(shape), d.normal(0.5, fitting(d, shape))));
        });
    add(
        "Cast",
        11,
        d -> {
          String x = d.inputOfEighths(d.anyShape(1, 3));
          int type = List.of(1, 6, 7, 9, 11).get(d.between(0, 4));
          return d.cast(d.cast(x, type), 1);
        });
    add(
        "Not",
        11,
        d -> d.cast(d.node("Not", List.of(d.cast(d.inputOfEighths(d.anyShape(1, 3)), 9))), 1));
    add(
        "Dropout",
        11,
        d -> {
          String x = d.input(d.anyShape(1, 3));
          return d.opset() < 12
              ? d.node("Dropout", List.of(x), real("ratio", 0.4))
              : d.node("Dropout", d.flip() ? List.of(x) : List.of(x, d.floats(new float[] {0.4f})));
        });
  }

  private void twoByTwo() {
    for (String op : List.of("Add", "Sub", "Mul")) {
      add(op, 11, d -> d.node(op, pair(d, d.input(d.anyShape(1, 3)), false)));
    }
    add("Div", 11, d -> d.node("Div", pair(d, d.input(d.anyShape(1, 3)), true)));
    for (String op : List.of("Min", "Max")) {
      add(
          op,
          11,
          d -> {
            String x = d.inputOfEighths(d.anyShape(1, 3));
            List<String> inputs = new ArrayList<>(pair(d, x, false));
            if (d.between(0, 3) == 0) {
              inputs.add(d.node("Neg", List.of(x)));
            }
            return d.node(op, d.between(0, 5) == 0 ? List.of(x) : inputs);
          });
    }
    add(
        "Pow",
        11,
        d -> {
          String x = d.input(d.anyShape(1, 3));
          if (d.flip()) {
            return d.node("Pow", List.of(x, d.floats(new float[] {d.between(2, 3)})));
          }
          String base = d.node("Add", List.of(d.node("Abs", List.of(x)), d.uniform(0.2, 1)));
          return d.node("Pow", List.of(base, d.uniform(-1.5, 2.5, fitting(d, d.rowShape()))));
        });
    add(
        "Mod",
        11,
        d -> {
          String x = d.inputOfEighths(d.anyShape(1, 3));
          int[] shape = fitting(d, d.rowShape());
          float[] divisors = new float[OpDraft.size(shape)];
          for (int i = 0; i < divisors.length; i++) {
            divisors[i] = d.between(1, 20) / 8f * (d.flip() ? 1 : -1);
          }
          return d.node("Mod", List.of(x, d.floats(divisors, shape)), whole("fmod", 1));
        });
    for (String op : List.of("Equal", "Greater", "Less")) {
      compare(op, 11);
    }
    for (String op : List.of("GreaterOrEqual", "LessOrEqual")) {
      compare(op, 12);
    }
    for (String op : List.of("And", "Or", "Xor")) {
      add(
          op,
          11,
          d -> {
            String x = d.inputOfEighths(d.anyShape(1, 3));
            String a = d.node("Greater", List.of(x, d.eighths(fitting(d, d.rowShape()))));
            String b = d.node("Less", List.of(x, d.eighths(fitting(d, d.rowShape()))));
            return d.cast(d.node(op, List.of(a, b)), 1);
          });
    }
    add(
        "Where",
        11,
        d -> {
          String x = d.inputOfEighths(d.anyShape(1, 3));
          String condition = d.node("Greater", pair(d, x, false));
          String other = d.flip() ? d.eighths(fitting(d, d.rowShape())) : d.node("Neg", List.of(x));
          return d.node(
              "Where", d.flip() ? List.of(condition, x, other) : List.of(condition, other, x));
        });
  }

  private void products() {
    add(
        "Gemm",
        11,
        d -> {
          int in = d.between(1, 20);
          int out = d.between(1, 20);
          boolean transposed = d.flip();
          List<String> inputs =
              new ArrayList<>(
                  List.of(
                      d.input(in), transposed ? d.normal(0.3, out, in) : d.normal(0.3, in, out)));
          switch (d.between(0, 4)) {
            case 0 -> inputs.add(d.normal(1, out));
            case 1 -> inputs.add(d.normal(1, 1, out));
            case 2 -> inputs.add(d.normal(1, 1));
            case 3 -> inputs.add(d.normal(1));
            default -> {}
          }
          List<AttributeProto> attributes = new ArrayList<>();
          if (transposed || d.flip()) {
            attributes.add(whole("transB", transposed ? 1 : 0));
          }
          if (d.flip()) {
            attributes.add(real("alpha", 0.5));
            attributes.add(real("beta", 1.5));
          }
          return d.node("Gemm", inputs, attributes.toArray(AttributeProto[]::new));
        });
    add(
        "MatMul (tensor, parameter)",
        11,
        d -> {
          int[] shape = d.anyShape(1, 3);
          String x = d.input(shape);
          int in = shape[shape.length - 1];
          int out = d.between(1, 9);
          if (shape.length == 3 && d.flip()) {
            return d.node("MatMul", List.of(x, d.normal(0.5, shape[0], in, out)));
          }
          if (shape.length > 1 && d.between(0, 4) == 0) {
            return d.node("MatMul", List.of(x, d.normal(0.5, in)));
          }
          return d.node("MatMul", List.of(x, d.normal(0.5, in, out)));
        });
    add(
        "MatMul (parameter, tensor)",
        11,
        d -> {
          int[] shape = d.anyShape(2, 3);
          String x = d.input(shape);
          int in = shape[shape.length - 2];
          return d.node(
              "MatMul",
              List.of(
                  shape.length == 3 && d.flip()
                      ? d.normal(0.5, shape[0], d.between(1, 5), in)
                      : d.normal(0.5, d.between(1, 5), in),
                  x));
        });
    add(
        "MatMul (two tensors)",
        11,
        d -> {
          int[] shape = d.anyShape(2, 3);
          String x = d.input(shape);
          long[] swapped = LongStream.range(0, d.rank()).toArray();
          swapped[d.rank() - 1] = d.rank() - 2L;
          swapped[d.rank() - 2] = d.rank() - 1L;
          String turned = d.node("Transpose", List.of(x), wholes("perm", swapped));
          if (shape.length == 3 && d.flip()) {
            turned = mean(d, turned, 1, true);
          }
          return d.node("MatMul", d.flip() ? List.of(x, turned) : List.of(turned, x));
        });
  }

  private void windows() {
    for (int axes : List.of(1, 2)) {
      add("Conv " + axes + "-D", 11, d -> convolution(d, axes));
      add("MaxPool " + axes + "-D", 12, d -> pool(d, "MaxPool", axes));
      add("AveragePool " + axes + "-D", 11, d -> pool(d, "AveragePool", axes));
    }
    for (String op : List.of("GlobalAveragePool", "GlobalMaxPool")) {
      add(op, 11, d -> d.node(op, List.of(d.input(d.anyShape(2, 3)))));
    }
    add(
        "Pad",
        11,
        d -> {
          int[] shape = IntStream.range(0, d.between(1, 3)).map(i -> d.between(3, 5)).toArray();
          String x = d.input(shape);
          String mode = List.of("constant", "reflect", "edge").get(d.between(0, 2));
          boolean some = d.opset() >= 18 && d.flip();
          int axes = some ? 1 : d.rank();
          long[] pads = new long[2 * axes];
          for (int i = 0; i < pads.length; i++) {
            pads[i] = !some && i % axes == 0 ? 0 : d.between(0, 2);
          }
          if (mode.equals("constant") && d.flip()) {
            pads[axes - 1] = -1;
          }
          List<String> inputs = new ArrayList<>(List.of(x, d.list(pads)));
          if (mode.equals("constant") && d.flip()) {
            inputs.add(d.normal(1));
          }
          if (some) {
            if (inputs.size() == 2) {
              inputs.add("");
            }
            inputs.add(d.list(d.axis()));
          }
          return mode.equals("constant") && d.flip()
              ? d.node("Pad", inputs)
              : d.node("Pad", inputs, word("mode", mode));
        });
  }

  private void normalizations() {
    add(
        "BatchNormalization",
        11,
        d -> {
          int[] shape = d.anyShape(1, 3);
          int c = shape[0];
          List<String> inputs =
              List.of(
                  d.input(shape),
                  d.normal(1, c),
                  d.normal(1, c),
                  d.normal(1, c),
                  d.uniform(0.3, 2, c));
          return d.node("BatchNormalization", inputs, maybe(d, "epsilon", 1e-5, 1e-2));
        });
    add(
        "LayerNormalization",
        17,
        d -> {
          int[] shape = wider(d.anyShape(1, 3));
          String x = d.input(shape);
          int axis = d.axis();
          int counted = axis < 0 ? axis + d.rank() : axis;
          int[] rest = Arrays.copyOfRange(shape, counted - 1, shape.length);
          List<String> inputs = new ArrayList<>(List.of(x, d.normal(1, rest)));
          if (d.flip()) {
            inputs.add(d.normal(1, rest));
          }
          return counted == d.rank() - 1 && d.flip()
              ? d.node("LayerNormalization", inputs)
              : d.node("LayerNormalization", inputs, whole("axis", axis), real("epsilon", 1e-3));
        });
    add(
        "InstanceNormalization",
        11,
        d -> {
          int[] shape = wider(d.anyShape(2, 3));
          return d.node(
              "InstanceNormalization",
              List.of(d.input(shape), d.normal(1, shape[0]), d.normal(1, shape[0])),
              maybe(d, "epsilon", 1e-3, 1e-2));
        });
    add(
        "GroupNormalization",
        18,
        d -> {
          int groups = d.between(1, 3);
          int each = d.between(1, 3);
          int[] shape = wider(d.anyShape(2, 3));
          shape[0] = groups * each;
          int scales = d.opset() < 21 ? groups : groups * each;
          return d.node(
              "GroupNormalization",
              List.of(d.input(shape), d.normal(1, scales), d.normal(1, scales)),
              whole("num_groups", groups),
              real("epsilon", 1e-3));
        });
    for (String op : List.of("Softmax", "LogSoftmax")) {
      add(
          op,
          11,
          d -> {
            String x = d.input(d.anyShape(1, 3));
            return noProbabilities(
                d,
                d.flip()
                    ? d.node(op, List.of(x))
                    : d.node(op, List.of(x), whole("axis", d.axis())));
          });
    }
  }

  private void shapes() {
    add(
        "Flatten",
        11,
        d -> {
          String x = d.input(d.anyShape(1, 3));
          return d.flip()
              ? d.node("Flatten", List.of(x))
              : d.node("Flatten", List.of(x), whole("axis", d.flip() ? 1 : 1 - d.rank()));
        });
    add("Reshape", 11, OpsInOnnxRuntime::reshape);
    add(
        "Reshape by Shape",
        11,
        d -> {
          int[] shape = d.anyShape(2, 3);
          String x = d.input(shape);
          String size = d.node("Shape", List.of(x));
          String batch =
              d.flip()
                  ? unsqueezed(d, d.node("Gather", List.of(size, d.number(0)), whole("axis", 0)))
                  : d.node("Slice", List.of(size, d.list(0), d.list(1)));
          int all = OpDraft.size(shape);
          return d.node(
              "Reshape",
              List.of(x, d.node("Concat", List.of(batch, d.list(all)), whole("axis", 0))));
        });
    add(
        "Transpose",
        11,
        d -> {
          String x = d.input(d.anyShape(1, 3));
          List<Long> perm = new ArrayList<>(LongStream.range(1, d.rank()).boxed().toList());
          Collections.shuffle(perm, d.random());
          perm.add(0, 0L);
          return d.node(
              "Transpose",
              List.of(x),
              wholes("perm", perm.stream().mapToLong(Long::longValue).toArray()));
        });
    add(
        "Squeeze",
        11,
        d -> {
          int[] shape = d.anyShape(2, 4);
          int one = d.between(0, shape.length - 1);
          shape[one] = 1;
          String x = d.input(shape);
          long axis = d.flip() ? one + 1 : one + 1 - d.rank();
          return d.opset() < 13
              ? d.node("Squeeze", List.of(x), wholes("axes", axis))
              : d.node("Squeeze", List.of(x, d.list(axis)));
        });
    add(
        "Unsqueeze",
        11,
        d -> {
          String x = d.input(d.anyShape(1, 3));
          int made = d.rank() + 2;
          int first = d.between(1, made - 2);
          long[] axes = {first, d.between(first + 1, made - 1)};
          if (d.flip()) {
            axes[1] -= made;
          }
          return d.opset() < 13
              ? d.node("Unsqueeze", List.of(x), wholes("axes", axes))
              : d.node("Unsqueeze", List.of(x, d.list(axes)));
        });
    add(
        "Expand",
        11,
        d -> {
          int[] shape = d.anyShape(1, 3);
          int one = d.between(0, shape.length - 1);
          shape[one] = 1;
          String x = d.input(shape);
          long[] to = new long[d.rank()];
          Arrays.fill(to, 1);
          to[one + 1] = d.between(1, 4);
          return d.node("Expand", List.of(x, d.list(to)));
        });
    add(
        "Concat",
        11,
        d -> {
          int[] shape = d.anyShape(1, 3);
          String x = d.input(shape);
          List<String> inputs = new ArrayList<>(List.of(x, d.node("Neg", List.of(x))));
          if (d.flip()) {
            inputs.add(1, x);
          }
          return d.node("Concat", inputs, whole("axis", d.axis()));
        });
    add("Split", 11, OpsInOnnxRuntime::split);
    add(
        "Slice",
        11,
        d -> {
          int[] shape = d.anyShape(1, 3);
          String x = d.input(shape);
          long[] axes = d.axes(2);
          long[] starts = new long[axes.length];
          long[] ends = new long[axes.length];
          long[] steps = new long[axes.length];
          for (int i = 0; i < axes.length; i++) {
            int length = shape[(int) (axes[i] < 0 ? axes[i] + d.rank() : axes[i]) - 1];
            int from = d.between(0, length - 1);
            int to = d.between(from + 1, length);
            boolean back = d.between(0, 2) == 0;
            steps[i] = d.between(1, 2) * (back ? -1L : 1L);
            starts[i] = back ? to - 1 : from;
            ends[i] = back ? from - 1L : to;
            if (back && from == 0) {
              ends[i] = d.flip() ? -length - 1 : Long.MIN_VALUE + 1;
            } else if (!back && to == length && d.flip()) {
              ends[i] = d.flip() ? Long.MAX_VALUE : length + 3;
            } else if (d.flip() && ends[i] != length) {
              ends[i] -= length;
            }
            if (d.flip()) {
              starts[i] -= length;
            }
          }
          List<String> inputs =
              List.of(x, d.list(starts), d.list(ends), d.list(axes), d.list(steps));
          boolean forward = LongStream.of(steps).allMatch(step -> step == 1);
          return d.node("Slice", forward && d.flip() ? inputs.subList(0, 4) : inputs);
        });
    add(
        "Gather (constant indices)",
        11,
        d -> {
          int[] shape = d.anyShape(1, 3);
          String x = d.input(shape);
          int axis = d.axis();
          int length = shape[(axis < 0 ? axis + d.rank() : axis) - 1];
          int[] form = d.flip() ? new int[0] : d.flip() ? new int[] {3} : new int[] {2, 2};
          long[] indices = new long[OpDraft.size(form)];
          for (int i = 0; i < indices.length; i++) {
            indices[i] = d.between(-length, length - 1);
          }
          return d.node("Gather", List.of(x, d.longs(indices, form)), whole("axis", axis));
        });
    add(
        "Gather (embedding)",
        11,
        d -> {
          int words = d.between(1, 9);
          String x = d.inputOfTokens(words, d.anyShape(1, 2));
          return d.node("Gather", List.of(d.normal(1, words, d.between(1, 4)), x));
        });
    add(
        "Gather (float input as token)",
        11,
        d -> {
          String x = d.inputOfEighths(d.anyShape(1, 2));
          String token = d.cast(d.node("Abs", List.of(x)), OpDraft.INT64);
          return d.node("Gather", List.of(d.normal(1, 5, d.between(1, 4)), token));
        });
    add(
        "ConstantOfShape",
        11,
        d -> {
          int[] shape = d.anyShape(1, 3);
          String x = d.input(shape);
          String ones = d.node("ConstantOfShape", List.of(d.list(toLong(shape))));
          return d.node("Add", List.of(x, ones));
        });
    add(
        "Range",
        11,
        d -> {
          int[] shape = d.anyShape(1, 3);
          String x = d.input(shape);
          int length = shape[shape.length - 1];
          String range = d.node("Range", List.of(d.number(0), d.number(3L * length), d.number(3)));
          return d.node("Add", List.of(x, d.cast(range, 1)));
        });
  }

  private void reductions() {
    for (String op : List.of("ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin")) {
      add(
          op,
          11,
          d -> {
            String x = d.input(d.anyShape(1, 3));
            long[] axes = d.axes(3);
            boolean asInput = d.opset() >= (op.equals("ReduceSum") ? 13 : 18);
            List<AttributeProto> attributes = new ArrayList<>();
            if (d.between(0, 2) > 0) {
              attributes.add(whole("keepdims", d.between(0, 1)));
            }
            if (!asInput) {
              attributes.add(wholes("axes", axes));
            }
            return d.node(
                op,
                asInput ? List.of(x, d.list(axes)) : List.of(x),
                attributes.toArray(AttributeProto[]::new));
          });
    }
    add(
        "ArgMax",
        12,
        d -> {
          String x = d.inputOfEighths(d.anyShape(1, 3));
          return d.cast(
              d.node(
                  "ArgMax",
                  List.of(x),
                  whole("axis", d.axis()),
                  whole("keepdims", d.between(0, 1)),
                  whole("select_last_index", d.between(0, 1))),
              1);
        });
  }

  /** Shapes at which a row's numbers differ enough that dividing by their spread is no noise. */
  private static int[] wider(int[] shape) {
    shape[shape.length - 1] += 3;
    return shape;
  }

  private static String reshape(OpDraft d) {
    int[] shape = d.anyShape(1, 3);
    String x = d.input(shape);
    int all = OpDraft.size(shape);
    int divisor =
        IntStream.rangeClosed(1, all).filter(i -> all % i == 0).skip(1).findFirst().orElse(1);
    long[] to =
        switch (d.between(0, 4)) {
          case 0 -> new long[] {0, -1};
          case 1 -> new long[] {-1, all};
          case 2 -> new long[] {0, divisor, -1};
          case 3 -> new long[] {-1, all / divisor, 1, divisor};
          default -> LongStream.concat(LongStream.of(0), LongStream.of(shape[0], -1)).toArray();
        };
    boolean nothing = LongStream.of(to).allMatch(axis -> axis != 0);
    return d.opset() >= 14 && nothing && d.flip()
        ? d.node("Reshape", List.of(x, d.list(to)), whole("allowzero", 1))
        : d.node("Reshape", List.of(x, d.list(to)));
  }

  private static String unsqueezed(OpDraft d, String scalar) {
    return d.opset() < 13
        ? d.node("Unsqueeze", List.of(scalar), wholes("axes", 0))
        : d.node("Unsqueeze", List.of(scalar, d.list(0)));
  }

  private static String split(OpDraft d) {
    int[] shape = d.anyShape(1, 3);
    int axis = d.between(1, shape.length);
    int part = d.between(1, 3);
    boolean equal = d.flip();
    shape[axis - 1] = equal ? 2 * part : part + 2;
    String x = d.input(shape);
    AttributeProto along = whole("axis", d.flip() ? axis : axis - d.rank());
    List<String> parts;
    if (equal && d.opset() >= 18) {
      parts = d.nodes("Split", 2, List.of(x), along, whole("num_outputs", 2));
    } else if (equal) {
      parts = d.nodes("Split", 2, List.of(x), along);
    } else if (d.opset() >= 13) {
      parts = d.nodes("Split", 2, List.of(x, d.list(part, 2)), along);
    } else {
      parts = d.nodes("Split", 2, List.of(x), along, wholes("split", part, 2));
    }
    return d.node("Concat", List.of(parts.get(1), parts.get(0)), whole("axis", axis));
  }

  private static String convolution(OpDraft d, int axes) {
    int groups = d.between(1, 3);
    int each = d.between(1, 3);
    int out = d.flip() && groups > 1 ? groups : groups * d.between(1, 3);
    Window window = new Window(d, axes, true);
    int[] shape = window.row(groups * each);
    int[] kernel = new int[axes + 2];
    kernel[0] = out;
    kernel[1] = each;
    System.arraycopy(window.kernel, 0, kernel, 2, axes);
    List<String> inputs = new ArrayList<>(List.of(d.input(shape), d.normal(0.5, kernel)));
    if (d.flip()) {
      inputs.add(d.normal(1, out));
    }
    List<AttributeProto> attributes = window.attributes(d.flip(), true);
    if (groups > 1 || d.flip()) {
      attributes.add(whole("group", groups));
    }
    return d.node("Conv", inputs, attributes.toArray(AttributeProto[]::new));
  }

  private static String pool(OpDraft d, String op, int axes) {
    boolean average = op.equals("AveragePool");
    Window window = new Window(d, axes, !average || d.opset() >= 19);
    int[] row = window.row(d.between(1, 3));
    List<AttributeProto> attributes = window.attributes(true, window.covers());
    boolean ceil = d.flip() && window.ceilsInside(row);
    if (ceil || d.flip()) {
      attributes.add(whole("ceil_mode", ceil ? 1 : 0));
    }
    if (average && (d.flip() || ceil)) {
      // ONNX Runtime 1.20 counts what rounding up adds behind the padding as padding, too.
      attributes.add(whole("count_include_pad", ceil ? 0 : d.between(0, 1)));
    }
    return d.node(op, List.of(d.input(row)), attributes.toArray(AttributeProto[]::new));
  }

  /** A random window over one or two axes. */
  private static final class Window {
    private final OpDraft draft;
    private final int[] kernel;
    private final int[] strides;
    private final int[] dilations;
    private final int[] pads;

    private Window(OpDraft draft, int axes, boolean dilated) {
      this.draft = draft;
      this.kernel = IntStream.range(0, axes).map(i -> draft.between(1, 3)).toArray();
      this.strides = IntStream.range(0, axes).map(i -> draft.between(1, 3)).toArray();
      boolean wide = dilated && draft.between(0, 2) == 0;
      this.dilations = IntStream.range(0, axes).map(i -> wide ? draft.between(1, 2) : 1).toArray();
      this.pads = new int[2 * axes];
    }

    /** A row of that many channels which the window fits into at least once. */
    private int[] row(int channels) {
      int[] shape = new int[kernel.length + 1];
      shape[0] = channels;
      for (int axis = 0; axis < kernel.length; axis++) {
        shape[axis + 1] = dilations[axis] * (kernel[axis] - 1) + draft.between(1, 6);
      }
      return shape;
    }

    /**
     * Whether rounding up makes no window that starts behind the row. ONNX and PyTorch leave such
     * windows out; ONNX Runtime 1.20 keeps them where nothing is padded, and fills them with −∞.
     */
    private boolean ceilsInside(int[] row) {
      boolean inside = true;
      for (int axis = 0; axis < kernel.length; axis++) {
        int length = row[axis + 1] + pads[axis] + pads[axis + kernel.length];
        int rest = length - dilations[axis] * (kernel[axis] - 1) - 1;
        int last = (rest + strides[axis] - 1) / strides[axis] * strides[axis];
        inside &= last < row[axis + 1] + pads[axis];
      }
      return inside;
    }

    /**
     * Whether no number lies between two windows. Where one does, ONNX Runtime 1.20 makes SAME
     * paddings of pools negative.
     */
    private boolean covers() {
      return IntStream.range(0, kernel.length)
          .allMatch(axis -> strides[axis] <= dilations[axis] * (kernel[axis] - 1) + 1);
    }

    private List<AttributeProto> attributes(boolean named, boolean same) {
      List<AttributeProto> all = new ArrayList<>();
      if (named) {
        all.add(wholes("kernel_shape", toLong(kernel)));
      }
      if (IntStream.of(strides).anyMatch(stride -> stride > 1) || draft.flip()) {
        all.add(wholes("strides", toLong(strides)));
      }
      boolean wide = IntStream.of(dilations).anyMatch(step -> step > 1);
      if (wide) {
        all.add(wholes("dilations", toLong(dilations)));
      }
      switch (draft.between(0, 4)) {
        case 0 ->
            all.add(
                word(
                    "auto_pad",
                    wide || !same
                        ? "VALID"
                        : List.of("SAME_UPPER", "SAME_LOWER").get(draft.between(0, 1))));
        case 1 -> all.add(word("auto_pad", "VALID"));
        case 2, 3 -> {
          for (int i = 0; i < pads.length; i++) {
            pads[i] = draft.between(0, kernel[i % kernel.length] - 1);
          }
          all.add(wholes("pads", toLong(pads)));
        }
        default -> {}
      }
      return all;
    }
  }

  private void plain(String op, int oldest) {
    add(op, oldest, d -> d.node(op, List.of(d.input(d.anyShape(1, 3)))));
  }

  private void compare(String op, int oldest) {
    add(op, oldest, d -> d.cast(d.node(op, pairOfEighths(d)), 1));
  }

  private void add(String op, int oldest, Function<OpDraft, String> model) {
    ops.put(
        op,
        random -> {
          OpDraft draft = new OpDraft(random, oldest, NEWEST);
          return draft.done(model.apply(draft));
        });
  }

  private static List<String> pairOfEighths(OpDraft d) {
    String x = d.inputOfEighths(d.anyShape(1, 3));
    String other = d.flip() ? d.eighths(fitting(d, d.rowShape())) : d.node("Neg", List.of(x));
    return d.flip() ? List.of(x, other) : List.of(other, x);
  }

  /** Files that end in probabilities are refused, so these end a little beside. */
  private static String noProbabilities(OpDraft d, String probabilities) {
    return d.node("Add", List.of(probabilities, d.normal(1)));
  }

  /** A tensor and a parameter or another tensor that it broadcasts with, either first. */
  private static List<String> pair(OpDraft d, String x, boolean divisor) {
    int[] shape = d.rowShape();
    boolean parameter = d.flip();
    boolean first = !divisor && d.flip();
    String other;
    if (parameter) {
      other = divisor ? d.uniform(0.3, 2, fitting(d, shape)) : d.normal(1, fitting(d, shape));
    } else {
      other = d.flip() ? d.node("Tanh", List.of(x)) : mean(d, x, d.axis(), true);
      if (divisor) {
        other = d.node("Add", List.of(d.node("Abs", List.of(other)), d.uniform(0.3, 1)));
      }
    }
    if (divisor && parameter && d.flip()) {
      String positive = d.node("Add", List.of(d.node("Abs", List.of(x)), d.uniform(0.3, 1)));
      return List.of(other, positive);
    }
    return first ? List.of(other, x) : List.of(x, other);
  }

  private static String mean(OpDraft d, String x, int axis, boolean kept) {
    AttributeProto keepdims = whole("keepdims", kept ? 1 : 0);
    return d.opset() < 18
        ? d.node("ReduceMean", List.of(x), wholes("axes", axis), keepdims)
        : d.node("ReduceMean", List.of(x, d.list(axis)), keepdims);
  }

  /** The shape of a parameter that is stretched to a batch: fewer axes, or ones among them. */
  private static int[] fitting(OpDraft d, int[] rowShape) {
    int rank = d.between(0, rowShape.length);
    int[] shape = Arrays.copyOfRange(rowShape, rowShape.length - rank, rowShape.length);
    for (int axis = 0; axis < rank; axis++) {
      shape[axis] = d.between(0, 3) == 0 ? 1 : shape[axis];
    }
    if (rank == rowShape.length && d.between(0, 3) == 0) {
      int[] full = new int[rank + 1];
      full[0] = 1;
      System.arraycopy(shape, 0, full, 1, rank);
      return full;
    }
    return shape;
  }

  private static AttributeProto[] maybe(OpDraft d, Object... namesAndBounds) {
    List<AttributeProto> attributes = new ArrayList<>();
    for (int i = 0; i < namesAndBounds.length; i += 3) {
      double least = ((Number) namesAndBounds[i + 1]).doubleValue();
      double most = ((Number) namesAndBounds[i + 2]).doubleValue();
      if (d.flip()) {
        attributes.add(
            real((String) namesAndBounds[i], least + (most - least) * d.random().nextDouble()));
      }
    }
    return attributes.toArray(AttributeProto[]::new);
  }

  private static long[] toLong(int... values) {
    return Arrays.stream(values).asLongStream().toArray();
  }
}
