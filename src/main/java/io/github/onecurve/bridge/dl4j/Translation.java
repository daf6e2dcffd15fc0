package io.github.onecurve.bridge.dl4j;

import io.github.onecurve.data.Tensor;
import io.github.onecurve.network.Attributes;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.NetworkBuilder;
import io.github.onecurve.network.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Writes the nodes of a network for the vertices of a graph that ends in logits. */
final class Translation {
  private final ComputationGraphConfiguration graph;
  private final Map<String, INDArray> parameters;
  private final LogitGraph twin;

  /** Of each tensor written so far, the shape of its rows. */
  private final Map<String, int[]> shapes = new HashMap<>();

  private NetworkBuilder builder = Network.builder("none", 1);

  Translation(LogitGraph twin) {
    this.twin = twin;
    this.graph = twin.getConfiguration();
    this.parameters = twin.paramTable();
  }

  Network network(int... rowShape) {
    String input = graph.getNetworkInputs().get(0);
    int[] shape = rowShape.length > 0 ? rowShape.clone() : inferred();
    builder = Network.builder(input, shape);
    shapes.put(input, shape);
    String output = LogitConfiguration.output(graph);
    write(output);
    return builder.build(output);
  }

  private int[] inferred() {
    return Arrays.stream(
            twin.rowShape()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "expected the shape of one row of inputs, which the first layer does"
                                + " not say: give it, such as Dl4j.toNetwork(net, 1, 28, 28) for"
                                + " channels, height and width")))
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  /** Writes what makes a tensor, and what that reads, before it; each once. */
  private void write(String vertex) {
    if (shapes.containsKey(vertex)) {
      return;
    }
    List<String> inputs = graph.getVertexInputs().get(vertex);
    inputs.forEach(this::write);
    GraphVertex made = graph.getVertices().get(vertex);
    if (made instanceof LayerVertex layer) {
      String in = preprocessed(vertex, layer.getPreProcessor(), inputs.get(0));
      layer(vertex, layer.getLayerConf().getLayer(), in);
    } else if (made instanceof PreprocessorVertex only) {
      identity(vertex, preprocessed(vertex, only.getPreProcessor(), inputs.get(0)));
    } else if (made instanceof ElementWiseVertex each) {
      elementWise(vertex, each.getOp(), inputs);
    } else if (made instanceof MergeVertex merge) {
      merge(vertex, merge.getMergeAxis(), inputs);
    } else if (made instanceof ScaleVertex scale) {
      constant(vertex, "Mul", scale.getScaleFactor(), inputs.get(0));
    } else if (made instanceof ShiftVertex shift) {
      constant(vertex, "Add", shift.getShiftFactor(), inputs.get(0));
    } else {
      throw unknown("vertex", vertex, made);
    }
  }

  private void layer(String name, Layer layer, String in) {
    if (layer.getClass() == DenseLayer.class && !((DenseLayer) layer).hasLayerNorm()) {
      dense(name, (DenseLayer) layer, in);
    } else if (layer.getClass() == ConvolutionLayer.class
        || layer.getClass() == Convolution2D.class) {
      convolution(name, (ConvolutionLayer) layer, in);
    } else if (layer instanceof BatchNormalization norm) {
      normalisation(name, norm, in);
    } else if (layer.getClass() == SubsamplingLayer.class) {
      pooling(name, (SubsamplingLayer) layer, in);
    } else if (layer instanceof GlobalPoolingLayer pool) {
      globalPooling(name, pool, in);
    } else if (layer instanceof ActivationLayer activation) {
      activation(name, activation.getActivationFn(), in);
    } else if (layer instanceof DropoutLayer) {
      identity(name, in);
    } else if (layer instanceof ZeroPaddingLayer padding) {
      padding(name, padding, in);
    } else {
      throw unknown("layer", name, layer);
    }
  }

  private void dense(String name, DenseLayer layer, String in) {
    List<String> inputs = new ArrayList<>(List.of(in, parameter(name + "_W")));
    if (layer.hasBias()) {
      inputs.add(parameter(name + "_b"));
    }
    requireRank(name, in, 1);
    String z = beforeActivation(name, layer.getActivationFn());
    node("Gemm", inputs, z, Attributes.none(), Math.toIntExact(layer.getNOut()));
    activate(name, layer.getActivationFn(), z);
  }

  private void convolution(String name, ConvolutionLayer layer, String in) {
    requireChannelsFirst(name, layer.getCnn2dDataFormat());
    requireRank(name, in, 3);
    List<String> inputs = new ArrayList<>(List.of(in, parameter(name + "_W")));
    if (layer.hasBias()) {
      inputs.add(parameter(name + "_b"));
    }
    Windows windows =
        Windows.of(
            layer.getConvolutionMode(),
            layer.getKernelSize(),
            layer.getStride(),
            layer.getPadding(),
            layer.getDilation(),
            shapes.get(in));
    String z = beforeActivation(name, layer.getActivationFn());
    node("Conv", inputs, z, windows.attributes(), windows.shape(Math.toIntExact(layer.getNOut())));
    activate(name, layer.getActivationFn(), z);
  }

  private void normalisation(String name, BatchNormalization layer, String in) {
    requireChannelsFirst(name, layer.getCnn2DFormat());
    int[] shape = shapes.get(in);
    String gamma = name + "_gamma";
    String beta = name + "_beta";
    if (layer.isLockGammaBeta()) {
      LockedScale locked = LockedScale.of(layer);
      builder.constant(gamma, filled((float) locked.scale(), shape[0]));
      builder.constant(beta, filled((float) locked.shift(), shape[0]));
    } else {
      parameter(gamma);
      parameter(beta);
    }
    List<String> inputs =
        List.of(in, gamma, beta, parameter(name + "_mean"), parameter(name + "_var"));
    Attributes attributes =
        Attributes.none().with("epsilon", layer.getEps()).with("momentum", layer.getDecay());
    node("BatchNormalization", inputs, name, attributes, shape);
  }

  private void pooling(String name, SubsamplingLayer layer, String in) {
    requireChannelsFirst(name, layer.getCnn2dDataFormat());
    requireRank(name, in, 3);
    boolean largest = layer.getPoolingType() == PoolingType.MAX;
    boolean dilated = Arrays.stream(layer.getDilation()).anyMatch(step -> step != 1);
    if (!largest && (layer.getPoolingType() != PoolingType.AVG || dilated)) {
      throw new IllegalArgumentException(
          String.format(
              "layer \"%s\" pools by %s%s, expected MAX, or AVG without dilation: %s",
              name, layer.getPoolingType(), dilated ? " with dilation" : "", BLACK_BOX));
    }
    Windows windows =
        Windows.of(
            layer.getConvolutionMode(),
            layer.getKernelSize(),
            layer.getStride(),
            layer.getPadding(),
            layer.getDilation(),
            shapes.get(in));
    Attributes attributes = windows.attributes();
    if (!largest) {
      attributes =
          attributes.with("count_include_pad", layer.isAvgPoolIncludePadInDivisor() ? 1 : 0);
    }
    node(
        largest ? "MaxPool" : "AveragePool",
        List.of(in),
        name,
        attributes,
        windows.shape(shapes.get(in)[0]));
  }

  private void globalPooling(String name, GlobalPoolingLayer layer, String in) {
    int[] shape = shapes.get(in);
    int[] over = layer.getPoolingDimensions();
    boolean images = shape.length == 3 && (over == null || Arrays.equals(over, new int[] {2, 3}));
    boolean known =
        layer.getPoolingType() == PoolingType.MAX || layer.getPoolingType() == PoolingType.AVG;
    if (!images || !known) {
      throw new IllegalArgumentException(
          String.format(
              "layer \"%s\" pools rows of %s by %s, expected images by MAX or AVG: %s",
              name, Arrays.toString(shape), layer.getPoolingType(), BLACK_BOX));
    }
    String op = layer.getPoolingType() == PoolingType.MAX ? "GlobalMaxPool" : "GlobalAveragePool";
    String pooled = layer.isCollapseDimensions() ? name + ".z" : name;
    node(op, List.of(in), pooled, Attributes.none(), shape[0], 1, 1);
    if (layer.isCollapseDimensions()) {
      node("Flatten", List.of(pooled), name, Attributes.none(), shape[0]);
    }
  }

  private void padding(String name, ZeroPaddingLayer layer, String in) {
    requireChannelsFirst(name, layer.getDataFormat());
    requireRank(name, in, 3);
    int[] edges = layer.getPadding(); // top, bottom, left, right
    int[] shape = shapes.get(in);
    Attributes attributes =
        Attributes.none().with("pads", 0, 0, edges[0], edges[2], 0, 0, edges[1], edges[3]);
    int height = shape[1] + edges[0] + edges[1];
    int width = shape[2] + edges[2] + edges[3];
    node("Pad", List.of(in), name, attributes, shape[0], height, width);
  }

  private void activation(String name, IActivation activation, String in) {
    ActivationNodes.of(name, activation).write(builder, in, name);
    shapes.put(name, shapes.get(in));
  }

  /** The name of what goes into a layer's activation; its own where it has none. */
  private static String beforeActivation(String name, IActivation activation) {
    return ActivationNodes.of(name, activation).isEmpty() ? name : name + ".z";
  }

  private void activate(String name, IActivation activation, String z) {
    if (!z.equals(name)) {
      activation(name, activation, z);
    }
  }

  private void elementWise(String name, ElementWiseVertex.Op op, List<String> inputs) {
    String known =
        switch (op) {
          case Add, Average -> "Add";
          case Subtract -> "Sub";
          case Product -> "Mul";
          case Max -> "Max";
        };
    boolean average = op == ElementWiseVertex.Op.Average;
    String sum = inputs.get(0);
    for (int i = 1; i < inputs.size(); i++) {
      boolean last = i == inputs.size() - 1 && !average;
      String to = last ? name : name + ".z" + i;
      node(known, List.of(sum, inputs.get(i)), to, Attributes.none(), shapes.get(inputs.get(0)));
      sum = to;
    }
    if (average) {
      constant(name, "Mul", 1.0 / inputs.size(), sum);
    } else if (inputs.size() == 1) {
      identity(name, sum);
    }
  }

  private void merge(String name, int axis, List<String> inputs) {
    int[] shape = shapes.get(inputs.get(0)).clone();
    int counted = axis < 0 ? axis + shape.length + 1 : axis;
    if (counted < 1 || counted > shape.length) {
      throw new IllegalArgumentException(
          String.format(
              "vertex \"%s\" merges along axis %d, expected one in [1, %d]: %s",
              name, axis, shape.length, BLACK_BOX));
    }
    shape[counted - 1] = inputs.stream().mapToInt(in -> shapes.get(in)[counted - 1]).sum();
    node("Concat", inputs, name, Attributes.none().with("axis", counted), shape);
  }

  private void constant(String name, String op, double value, String in) {
    builder.constant(name + ".by", Tensor.of(new float[] {(float) value}, 1));
    node(op, List.of(in, name + ".by"), name, Attributes.none(), shapes.get(in));
  }

  private void identity(String name, String in) {
    node("Identity", List.of(in), name, Attributes.none(), shapes.get(in));
  }

  private String preprocessed(String name, InputPreProcessor preprocessor, String in) {
    int[] shape = shapes.get(in);
    String out = name + ".in";
    if (preprocessor == null) {
      return in;
    }
    if (preprocessor instanceof CnnToFeedForwardPreProcessor flat) {
      requireChannelsFirst(name, flat.getFormat());
      int width = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
      node("Flatten", List.of(in), out, Attributes.none(), width);
    } else if (preprocessor instanceof FeedForwardToCnnPreProcessor images) {
      int[] image = {
        Math.toIntExact(images.getNumChannels()),
        Math.toIntExact(images.getInputHeight()),
        Math.toIntExact(images.getInputWidth())
      };
      if (Arrays.equals(image, shape)) {
        return in;
      }
      Attributes to = Attributes.none().with("shape", -1, image[0], image[1], image[2]);
      node("Reshape", List.of(in), out, to, image);
    } else {
      throw unknown("preprocessor of layer", name, preprocessor);
    }
    return out;
  }

  private void node(String op, List<String> inputs, String out, Attributes tuned, int... shape) {
    builder.node(new Node(out, op, inputs, out, tuned));
    shapes.put(out, shape);
  }

  private String parameter(String name) {
    builder.parameter(name, ParameterNames.tensor(name, parameters));
    return name;
  }

  private void requireRank(String name, String in, int rank) {
    int[] shape = shapes.get(in);
    if (shape.length != rank) {
      throw new IllegalArgumentException(
          String.format(
              "layer \"%s\": expected rows of %s, found shape %s",
              name, rank == 1 ? "[width]" : "[channels, height, width]", Arrays.toString(shape)));
    }
  }

  private static void requireChannelsFirst(String name, CNN2DFormat format) {
    if (format != CNN2DFormat.NCHW) {
      throw new IllegalArgumentException(
          String.format(
              "layer \"%s\" has the layout %s, expected NCHW: %s", name, format, BLACK_BOX));
    }
  }

  private static Tensor filled(float value, int size) {
    float[] values = new float[size];
    Arrays.fill(values, value);
    return Tensor.of(values, size);
  }

  private static IllegalArgumentException unknown(String kind, String name, Object what) {
    return new IllegalArgumentException(
        String.format(
            "%s \"%s\" is a %s, which Network does not know: %s",
            kind, name, what.getClass().getSimpleName(), BLACK_BOX));
  }

  static final String BLACK_BOX = "serve the net as a black box with Dl4jModel.of(net)";
}
