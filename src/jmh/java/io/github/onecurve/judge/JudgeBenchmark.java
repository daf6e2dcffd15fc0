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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Pricing 50 candidates and 8 house rows at 5 seeds from given decisions, against rows and against
 * the share of decisions that a system changes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(value = 1, jvmArgsPrepend = "-Xmx256m")
public class JudgeBenchmark {
  @Param({"10000", "100000", "1000000"})
  public int rows;

  @Param({"0.005", "0.02", "0.1"})
  public double changed;

  private GivenDecisions board;
  private Workers workers;

  @Setup(Level.Trial)
  public void open() {
    board = new GivenDecisions(rows, changed);
    workers = Workers.of(Integer.getInteger("onecurve.benchmark.threads", 2));
  }

  @TearDown(Level.Trial)
  public void close() {
    workers.close();
  }

  @Benchmark
  public double price() {
    return board.priced(workers);
  }
}
