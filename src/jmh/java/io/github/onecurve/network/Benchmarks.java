package io.github.onecurve.network;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs all benchmarks, or those that its first argument matches, and prints ratios within the run
 * as the tables of {@code docs/performance.md}.
 */
public final class Benchmarks {
  private static final int COLD_STARTS = 7;

  private Benchmarks() {}

  public static void main(String[] args) throws RunnerException, IOException, InterruptedException {
    String which = args.length == 0 || args[0].isBlank() ? ".*Benchmark.*" : args[0];
    System.out.println("OpenBLAS kernels: " + Backend.kernel());
    for (int threads : new int[] {1, Runtime.getRuntime().availableProcessors()}) {
      run(which, threads);
    }
    if (OpeningBenchmark.class.getName().matches(".*" + which + ".*")) {
      coldStarts();
    }
  }

  private static void run(String which, int threads) throws RunnerException {
    List<String> jvm = new ArrayList<>();
    jvm.add("-Donecurve.data=" + System.getProperty("onecurve.data"));
    jvm.add("-Donecurve.benchmark.threads=" + threads);
    jvm.add("-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + (threads - 1));
    Options options =
        new OptionsBuilder()
            .include(which)
            .jvmArgsAppend(jvm.toArray(String[]::new))
            .verbosity(VerboseMode.SILENT)
            .build();
    Map<String, Map<String, Double>> groups = new TreeMap<>();
    Collection<RunResult> results = new Runner(options).run();
    for (RunResult result : results) {
      String name = result.getParams().getBenchmark();
      String[] parts = name.split("\\.", -1);
      String group = parts[parts.length - 2].replace("Benchmark", "");
      for (String key : result.getParams().getParamsKeys()) {
        group += ", " + key + " " + result.getParams().getParam(key);
      }
      groups
          .computeIfAbsent(group, key -> new TreeMap<>())
          .put(parts[parts.length - 1], result.getPrimaryResult().getScore());
    }
    System.out.println();
    System.out.println("Threads for one call: " + threads);
    groups.forEach(Benchmarks::print);
  }

  private static void print(String group, Map<String, Double> scores) {
    System.out.println();
    System.out.println("| " + group + " | " + "µs, or calls/s | ratio to forward |");
    System.out.println("|---|---|---|");
    String base =
        List.of("forward", "bareLoops", "oneCaller", "warm").stream()
            .filter(scores::containsKey)
            .findFirst()
            .orElse(scores.keySet().iterator().next());
    scores.forEach(
        (name, score) ->
            System.out.printf("| %s | %.1f | %.2f |%n", name, score, score / scores.get(base)));
  }

  private static void coldStarts() throws IOException, InterruptedException {
    long[] times = new long[COLD_STARTS];
    for (int i = 0; i < COLD_STARTS; i++) {
      Process process =
          new ProcessBuilder(
                  System.getProperty("java.home") + "/bin/java",
                  "-Donecurve.data=" + System.getProperty("onecurve.data"),
                  "-cp",
                  System.getProperty("java.class.path"),
                  OpeningBenchmark.class.getName())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        String line = out.readLine();
        times[i] = line == null ? -1 : Long.parseLong(line.substring(0, line.indexOf(' ')));
      }
      process.waitFor();
    }
    Arrays.sort(times);
    System.out.println();
    System.out.println(
        "Cold start of a JVM to the first logits, median of "
            + COLD_STARTS
            + ": "
            + times[COLD_STARTS / 2]
            + " ms");
  }
}
