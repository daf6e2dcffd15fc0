package io.github.onecurve.proving;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.NetworkTrainer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A step of training a 16-16-3 net on 128 rows, against the same as bare loops. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TrainingBenchmark {
  private static final int ROWS = 128 * 47;
  private static final int EPOCHS = 40;
  private static final int STEPS = 47 * EPOCHS;

  private LabelledRows rows;
  private RowWeights ones;
  private float[] flat;
  private int[] labels;
  private float[] weights;

  @Setup
  public void open() {
    Random random = new Random(1);
    float[][] inputs = new float[ROWS][BareNet.WIDTH];
    flat = new float[ROWS * BareNet.WIDTH];
    labels = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      labels[row] = random.nextInt(BareNet.CLASSES);
      for (int i = 0; i < BareNet.WIDTH; i++) {
        inputs[row][i] = (float) random.nextGaussian() + (i == labels[row] ? 2 : 0);
        flat[row * BareNet.WIDTH + i] = inputs[row][i];
      }
    }
    weights = new float[ROWS];
    Arrays.fill(weights, 1);
    rows = LabelledRows.of(inputs, labels, List.of("a", "b", "c"));
    ones = RowWeights.uniform(ROWS);
  }

  @Benchmark
  @OperationsPerInvocation(STEPS)
  public Network step() {
    return NetworkTrainer.mlp(16).epochs(EPOCHS).batch(128).train(rows, ones, 1);
  }

  @Benchmark
  @OperationsPerInvocation(STEPS)
  public float[] bareLoops() {
    return BareNet.train(flat, labels, weights, EPOCHS, new SplittableRandom(1));
  }
}
