package io.github.onecurve.network;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
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

/** The reference CNN and transformer on 128 rows against ONNX Runtime. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ImageBenchmark {
  private static final int ROWS = 128;

  @Param({"cnn", "transformer"})
  public String model;

  private Network network;
  private Setting.Session session;
  private float[] inputs;
  private float[] cotangent;

  @Setup
  public void open() throws IOException, OrtException {
    network = Setting.network(model + ".onnx");
    int[] row = network.inputShape();
    long[] shape = new long[row.length + 1];
    shape[0] = ROWS;
    for (int axis = 0; axis < row.length; axis++) {
      shape[axis + 1] = row[axis];
    }
    inputs = Setting.rows(ROWS * network.width());
    session = new Setting.Session(model + ".onnx", inputs, shape);
    cotangent = Setting.rows(ROWS * network.classes());
  }

  @Benchmark
  public float[] forward() {
    return network.logits(inputs, ROWS);
  }

  @Benchmark
  public float[] forwardAndGradient() {
    return network.inputGradient(inputs, ROWS, logits -> cotangent);
  }

  @Benchmark
  public float[] onnxRuntimeForward() throws OrtException {
    return session.logits();
  }
}
