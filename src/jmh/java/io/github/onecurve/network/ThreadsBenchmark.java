package io.github.onecurve.network;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** One network under 1, 2 and 4 callers at once: calls in all, of 256 rows each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ThreadsBenchmark {
  private static final int ROWS = 256;

  private Network network;
  private float[] inputs;

  @Setup
  public void open() throws IOException {
    network = Setting.network("mlp.onnx");
    inputs = Setting.rows(ROWS * network.width());
  }

  @Benchmark
  @Threads(1)
  public float[] oneCaller() {
    return network.logits(inputs, ROWS);
  }

  @Benchmark
  @Threads(2)
  public float[] twoCallers() {
    return network.logits(inputs, ROWS);
  }

  @Benchmark
  @Threads(4)
  public float[] fourCallers() {
    return network.logits(inputs, ROWS);
  }
}
