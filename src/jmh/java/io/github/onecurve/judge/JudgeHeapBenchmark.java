package io.github.onecurve.judge;

import io.github.onecurve.insight.Workers;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A million rows, 2% of decisions changed, in 64 MB of heap, the given decisions among them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(value = 1, jvmArgsPrepend = "-Xmx64m")
public class JudgeHeapBenchmark {
  private GivenDecisions board;

  @Setup(Level.Trial)
  public void open() {
    board = new GivenDecisions(1_000_000, 0.02);
  }

  @Benchmark
  public double price() {
    try (Workers workers = Workers.of(Integer.getInteger("onecurve.benchmark.threads", 2))) {
      return board.priced(workers);
    }
  }
}
