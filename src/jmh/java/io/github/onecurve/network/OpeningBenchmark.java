package io.github.onecurve.network;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Opening the reference MLP to its first logits: warm, and cold as a process of its own whose time
 * begins with that of the JVM.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class OpeningBenchmark {
  private static final int WIDTH = 784;

  @Benchmark
  public float[] warm() throws IOException {
    return Setting.network("mlp.onnx").logits(new float[WIDTH], 1);
  }

  /** Prints the milliseconds from the start of the JVM, and those of them after this began. */
  public static void main(String[] args) throws IOException {
    long begin = System.currentTimeMillis();
    Network network = Setting.network("mlp.onnx");
    try (INDArray logits = network.logits(Nd4j.zeros(1, WIDTH))) {
      long end = System.currentTimeMillis();
      long jvm = ManagementFactory.getRuntimeMXBean().getStartTime();
      System.out.println((end - jvm) + " " + (end - begin) + " " + logits.length());
    }
  }
}
