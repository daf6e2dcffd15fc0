package io.github.onecurve.remedy;

import io.github.onecurve.data.Rows;
import io.github.onecurve.network.Nets;
import io.github.onecurve.network.Network;
import java.util.Random;
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
import org.openjdk.jmh.annotations.Warmup;

/** The logits of 8,192 rows under an edit of the last layer of a 64-256-256-10 net. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class LateEditBenchmark {
  private static final int ROWS = 8192;

  private Rows rows;
  private float[] inputs;
  private Network edited;
  private Prefixes prefixes;
  private Prefixes nothingKept;

  @Setup
  public void open() {
    rows = Nets.blobs(1, ROWS, 64).rows();
    inputs = new float[ROWS * 64];
    rows.copyInputs(0, ROWS, inputs);
    Network network = Nets.dense(1, "Relu", 64, 256, 256, 10);
    edited = network.with("logits.weight", Nets.tensor(new Random(2), 0.1, 10, 256));
    prefixes = new Prefixes(rows, network, 1L << 26);
    nothingKept = new Prefixes(rows, network, 0);
  }

  /** All of the network. */
  @Benchmark
  public float[] forward() {
    return nothingKept.logits(edited);
  }

  /** What the edit reaches, the rest kept from the first of such edits. */
  @Benchmark
  public float[] fromWhereItDiffers() {
    return prefixes.logits(edited);
  }
}
