package io.github.onecurve.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MemoryTest {
  private static final long SLACK = 32L << 20;

  @Test
  void tenThousandForwardAndGradientCallsLeaveNativeMemoryFlat() {
    Network network = Nets.dense(1, "Relu", 128, 96, 10);
    Random random = new Random(1);
    callAll(network, random, 500);
    System.gc();
    long held = Pointer.totalBytes();
    long physical = Pointer.physicalBytes();
    callAll(network, random, 10_000);
    assertTrue(Pointer.totalBytes() - held < SLACK, () -> "held " + (Pointer.totalBytes() - held));
    // The Java heap may grow within its limit; -Xmx bounds it, so only wild growth is caught here.
    assertTrue(
        Pointer.physicalBytes() - physical < Runtime.getRuntime().maxMemory() + SLACK,
        () -> "grew by " + (Pointer.physicalBytes() - physical));
  }

  private static void callAll(Network network, Random random, int calls) {
    for (int call = 0; call < calls; call++) {
      int n = 1 + random.nextInt(40);
      try (INDArray batch = Nd4j.create(Nets.floats(random, 1, n * 128), new long[] {n, 128}, 'c');
          INDArray logits = network.logits(batch);
          INDArray slope = network.inputGradient(batch, z -> z.dup())) {
        assertTrue(logits.size(0) == n && slope.size(0) == n);
      }
    }
  }

  @Test
  void callsFromManyThreadsLeaveMemoryFlat() throws Exception {
    Network network = Nets.dense(1, "Relu", 128, 96, 10);
    float[] rows = Nets.floats(new Random(1), 1, 900 * 128);
    callFromFourThreads(network, rows, 200);
    long held = Pointer.totalBytes();
    long used = usedHeap();
    callFromFourThreads(network, rows, 1000);
    assertTrue(Pointer.totalBytes() - held < SLACK, () -> "held " + (Pointer.totalBytes() - held));
    long grown = usedHeap() - used;
    assertTrue(grown < SLACK, () -> "heap grew by " + grown);
    assertTrue(network.plan().idleNumbers() <= 16L << 20);
  }

  /** Batch sizes change from call to call; now and then a large one is spread over more threads. */
  private static void callFromFourThreads(Network network, float[] rows, int calls)
      throws InterruptedException {
    Thread[] threads = new Thread[4];
    for (int t = 0; t < threads.length; t++) {
      Random random = new Random(t);
      threads[t] =
          new Thread(
              () -> {
                for (int call = 0; call < calls; call++) {
                  int n = 1 + random.nextInt(call % 100 == 0 ? 900 : 40);
                  network.logits(rows, n);
                  network.inputGradient(rows, n, z -> z);
                }
              });
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void callsAfterTheFirstAllocateNothingInNativeMemory() {
    Network network = Nets.dense(1, "Relu", 128, 96, 10);
    float[] rows = Nets.floats(new Random(1), 1, 40 * 128);
    network.inputGradient(rows, 40, z -> z);
    long allocated = 0;
    for (int call = 0; call < 200; call++) {
      int n = 1 + call % 40;
      allocated += allocatedBy(() -> network.logits(rows, n));
      allocated += allocatedBy(() -> network.inputGradient(rows, n, z -> z));
    }
    assertEquals(0, allocated, "bytes");
  }

  /** Dropped buffers are freed by JavaCPP some time after, so growth is read call by call. */
  private static long allocatedBy(Runnable call) {
    long held = Pointer.totalBytes();
    call.run();
    return Math.max(0, Pointer.totalBytes() - held);
  }

  @Test
  void whatLargeRunsHeldIsKeptWithinBounds() {
    Network network = Nets.dense(1, "Relu", 2048, 96, 10);
    float[] rows = Nets.floats(new Random(1), 1, 8000 * 2048);
    try (Run small = network.on(rows, 100)) {
      small.logits();
    }
    long kept = network.plan().idleNumbers();
    assertTrue(kept >= 100 * 2048, () -> "kept " + kept);
    try (Run large = network.on(rows, 8000)) {
      large.logits();
    }
    long most = network.plan().idleNumbers();
    assertTrue(most > kept && most <= 16L << 20, () -> "kept " + most);
    network.trim();
    assertEquals(0, network.plan().idleNumbers());
  }

  @Test
  void trimmingFreesIdleBuffersAndTheNetworkStillAnswers() {
    Network network = Nets.dense(1, "Relu", 2048, 96, 10);
    float[] rows = Nets.floats(new Random(1), 1, 3 * 2048);
    float[] before = network.logits(rows, 3);
    long held = Pointer.totalBytes();
    network.trim();
    assertTrue(Pointer.totalBytes() < held, () -> held + " then " + Pointer.totalBytes());
    assertArrayEquals(before, network.logits(rows, 3));
  }

  @Test
  void trainingsGiveTheirNativeMemoryBack() {
    LabelledRows rows = Nets.blobs(1, 200, 64);
    NetworkTrainer trainer = NetworkTrainer.mlp(256).epochs(1);
    RowWeights weights = RowWeights.uniform(200);
    trainer.train(rows, weights, 1);
    long held = Pointer.totalBytes();
    trainer.train(rows, weights, 1);
    long kept = Pointer.totalBytes() - held;
    assertTrue(kept <= 0, () -> "kept " + kept);
  }

  @Test
  void editsShareWeightsInNativeMemory() {
    Network network = Nets.dense(1, "Relu", 1024, 1024, 10);
    float[] rows = Nets.floats(new Random(1), 1, 1024);
    network.logits(rows, 1);
    long held = Pointer.totalBytes();
    for (int edit = 0; edit < 20; edit++) {
      network.with("logits.bias", Nets.tensor(new Random(edit), 1, 10)).logits(rows, 1);
    }
    assertTrue(
        Pointer.totalBytes() - held < 4L << 20, () -> "grew by " + (Pointer.totalBytes() - held));
  }
}
