package io.github.onecurve.network;

import ai.onnxruntime.OrtException;
import io.github.onecurve.data.Tensor;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The reference MLP 784-256-128-10 against its bare products, ONNX Runtime and SameDiff. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MlpBenchmark {
  private static final int[] WIDTHS = {784, 256, 128, 10};
  private static final String MODEL = "mlp.onnx";

  @Param({"256", "1024"})
  public int rows;

  private Network network;
  private Setting.Session session;
  private SameDiff sameDiff;
  private float[] inputs;
  private float[] cotangent;
  private INDArray array;
  private final FloatPointer[] layers = new FloatPointer[WIDTHS.length];
  private final FloatPointer[] weights = new FloatPointer[WIDTHS.length];

  @Setup
  public void open() throws IOException, OrtException {
    Backend.ready();
    openblas.blas_set_num_threads(1);
    network = Setting.network(MODEL);
    inputs = Setting.rows(rows * WIDTHS[0]);
    session = new Setting.Session(MODEL, inputs, rows, WIDTHS[0]);
    cotangent = Setting.rows(rows * WIDTHS[3]);
    array = Nd4j.create(inputs, new long[] {rows, WIDTHS[0]}, 'c');
    Random random = new Random(1);
    for (int layer = 0; layer < WIDTHS.length; layer++) {
      layers[layer] = new FloatPointer(Nets.floats(random, 1, rows * WIDTHS[layer]));
      if (layer > 0) {
        weights[layer] =
            new FloatPointer(Nets.floats(random, 0.05, WIDTHS[layer - 1] * WIDTHS[layer]));
      }
    }
    sameDiff = sameDiff();
  }

  private SameDiff sameDiff() {
    SameDiff graph = SameDiff.create();
    SDVariable last = graph.placeHolder("x", DataType.FLOAT, -1, WIDTHS[0]);
    for (int layer = 1; layer < WIDTHS.length; layer++) {
      Tensor w = network.parameter("fc" + layer + ".weight");
      INDArray matrix = Nd4j.create(w.values(), new long[] {w.axis(0), w.axis(1)}, 'c');
      INDArray bias =
          Nd4j.create(
              network.parameter("fc" + layer + ".bias").values(), new long[] {1, w.axis(0)}, 'c');
      last =
          last.mmul(graph.var("w" + layer, matrix.transpose().dup('c')))
              .add(graph.var("b" + layer, bias));
      last = layer < 3 ? graph.nn.relu(last, 0) : last;
    }
    last.rename("logits");
    SDVariable at = graph.constant("at", Nd4j.create(cotangent, new long[] {rows, WIDTHS[3]}, 'c'));
    last.mul(at).sum("loss");
    graph.setLossVariables("loss");
    return graph;
  }

  /** The three products alone, done freely on as many BLAS threads as there may be. */
  @Benchmark
  public Object products() {
    openblas.blas_set_num_threads(Setting.threads());
    for (int layer = 1; layer < WIDTHS.length; layer++) {
      int k = WIDTHS[layer - 1];
      int m = WIDTHS[layer];
      openblas.cblas_sgemm(
          101,
          111,
          112,
          rows,
          m,
          k,
          1,
          layers[layer - 1],
          k,
          weights[layer],
          k,
          0,
          layers[layer],
          m);
    }
    return layers;
  }

  @Benchmark
  public float[] forward() {
    return network.logits(inputs, rows);
  }

  @Benchmark
  public float[] forwardAndGradient() {
    return network.inputGradient(inputs, rows, logits -> cotangent);
  }

  @Benchmark
  public float[] onnxRuntimeForward() throws OrtException {
    return session.logits();
  }

  @Benchmark
  public INDArray sameDiffForward() {
    return sameDiff.outputSingle(Map.of("x", array), "logits");
  }

  @Benchmark
  public Object sameDiffForwardAndGradient() {
    return sameDiff.calculateGradients(Map.of("x", array), "x");
  }
}
