package io.github.onecurve.network;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches in chunks, on one thread and on many. */
class SpreadTest {
  private static final Network WIDE = Nets.dense(1, "Relu", 300, 200, 100, 7);
  private static final int MOST = 1000;
  private static final float[] ROWS = Nets.floats(new Random(1), 1, MOST * 300);
  private static final float[] COTANGENT = Nets.floats(new Random(2), 1, MOST * 7);

  private static float[] cotangent(int n) {
    return Arrays.copyOf(COTANGENT, n * 7);
  }

  @Test
  void aBatchIsCutIntoEvenChunksOfWholeTiles() {
    Plan plan = WIDE.plan();
    int most = plan.cut(100_000).chunkRows();
    assertTrue(most >= 16 && most < MOST / 4, () -> "chunks of " + most);
    for (int n = 1; n < 700; n++) {
      Cut cut = plan.cut(n);
      int covered = 0;
      for (int chunk = 0; chunk < cut.chunks(); chunk++) {
        assertEquals(covered, cut.from(chunk));
        assertTrue(cut.count(chunk) >= 1 && cut.count(chunk) <= most);
        covered += cut.count(chunk);
      }
      assertEquals(n, covered);
      assertTrue(cut.chunks() == 1 || cut.chunkRows() % 16 == 0);
    }
  }

  @Test
  void batchesWithMoreLogitsThanAnArrayHoldsAreRefused() {
    Network network =
        Network.builder("x", 1)
            .dense("logits", Tensor.of(new float[100_000], 100_000, 1), Tensor.of(new float[1], 1))
            .build();
    float[] rows = new float[30_000];
    for (Executable call :
        List.<Executable>of(
            () -> network.logits(rows, rows.length),
            () -> network.on(rows, rows.length),
            () -> network.trunk(Set.of("logits.weight"), rows, rows.length))) {
      String message = assertThrows(IllegalArgumentException.class, call).getMessage();
      assertTrue(message.contains("ask in batches of at most 21474"), message);
    }
    assertEquals(Integer.MAX_VALUE / 16 + 1, Cut.ceil(Integer.MAX_VALUE, 16));
  }

  @Test
  void foldsOfNumbersAndOfNoneAreTheSameEitherWay() {
    float[] x = {1, Float.NaN, -2};
    for (Fold fold : Fold.values()) {
      float[] folded = {x[0]};
      fold.into(x, 1, folded, 0, 1);
      assertTrue(Float.isNaN(folded[0]) && Float.isNaN(fold.of(x, 0, 3)), fold.name());
      assertEquals(1, fold.of(new float[] {1}, 0, 1));
    }
    assertEquals(-0f, Fold.MIN.of(new float[] {0f, -0f}, 0, 2));
  }

  @Test
  void littleWorkIsNobodyElses() {
    assertFalse(Nets.dense(1, "Relu", 16, 16, 3).plan().worthHelp(128));
    assertEquals(1, Nets.dense(1, "Relu", 16, 16, 3).plan().cut(128).chunks());
    assertTrue(WIDE.plan().worthHelp(MOST));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void bitsAreTheSameHoweverManyThreadsCall(int threads) throws Exception {
    float[] logits = rowByRow();
    List<Map<String, Tensor>> slopes = new ArrayList<>();
    float[] atInputs = WIDE.inputGradient(ROWS, MOST, z -> cotangent(MOST));
    int[] sizes = {1, 15, 16, 17, 31, 33, 100, 255, 700, MOST};
    for (int n : sizes) {
      try (Run run = WIDE.on(ROWS, n)) {
        slopes.add(run.parameterGradients(cotangent(n)));
      }
    }
    onThreads(
        threads,
        20,
        call -> {
          int i = call % sizes.length;
          int n = sizes[i];
          assertArrayEquals(Arrays.copyOf(logits, n * 7), WIDE.logits(ROWS, n));
          assertArrayEquals(
              Arrays.copyOf(atInputs, n * 300), WIDE.inputGradient(ROWS, n, z -> cotangent(n)));
          try (Run run = WIDE.on(ROWS, n)) {
            assertArrayEquals(Arrays.copyOf(logits, n * 7), run.logits());
            assertEquals(slopes.get(i), run.parameterGradients(cotangent(n)));
          }
        });
  }

  private static float[] rowByRow() {
    float[] logits = new float[MOST * 7];
    for (int row = 0; row < MOST; row++) {
      float[] one = WIDE.logits(Arrays.copyOfRange(ROWS, row * 300, row * 300 + 300), 1);
      System.arraycopy(one, 0, logits, row * 7, 7);
    }
    return logits;
  }

  @Test
  void gradientsOfParametersAreTheSumsOverTheChunks() {
    int n = 500;
    Cut cut = WIDE.plan().cut(n);
    float[] sum = new float[WIDE.parameter("fc1.weight").size()];
    for (int chunk = 0; chunk < cut.chunks(); chunk++) {
      int from = cut.from(chunk);
      int to = from + cut.count(chunk);
      try (Run run = WIDE.on(Arrays.copyOfRange(ROWS, from * 300, to * 300), to - from)) {
        float[] at = Arrays.copyOfRange(COTANGENT, from * 7, to * 7);
        float[] part = run.parameterGradients(at).get("fc1.weight").values();
        Loops.add(1, part, 0, sum, 0, sum.length);
      }
    }
    try (Run run = WIDE.on(ROWS, n)) {
      assertArrayEquals(sum, run.parameterGradients(cotangent(n)).get("fc1.weight").values());
    }
  }

  @Test
  void largeBatchesAreDifferentiatedBlockByBlock() {
    float[] whole = WIDE.inputGradient(ROWS, MOST, z -> cotangent(MOST));
    assertArrayEquals(whole, WIDE.inputGradient(ROWS, MOST, cotangent(MOST), 77));
  }

  @Test
  void callsFromTheCommonPoolAndNestedOnesEnd() {
    float[] logits = WIDE.logits(ROWS, MOST);
    boolean same =
        IntStream.range(0, 16)
            .parallel()
            .allMatch(
                i ->
                    IntStream.range(0, 4)
                        .parallel()
                        .allMatch(j -> Arrays.equals(logits, WIDE.logits(ROWS, MOST))));
    assertTrue(same);
    float[][] nested = new float[8][];
    Spread.over(WIDE.plan(), 8, true, (frame, chunk) -> nested[chunk] = WIDE.logits(ROWS, MOST));
    assertTrue(Arrays.stream(nested).allMatch(answer -> Arrays.equals(logits, answer)));
  }

  @Test
  void anInterruptIsLeftForTheCallerToSee() {
    float[] logits = WIDE.logits(ROWS, MOST);
    for (int call = 0; call < 20; call++) {
      Thread.currentThread().interrupt();
      assertArrayEquals(logits, WIDE.logits(ROWS, MOST));
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void theFirstChunksFailureIsThrownAndEachChunkIsDoneOnce() {
    for (int round = 0; round < 50; round++) {
      AtomicInteger done = new AtomicInteger();
      Spread.over(WIDE.plan(), 100, true, (frame, chunk) -> done.addAndGet(1 + 1000 * chunk));
      assertEquals(100 + 1000 * 4950, done.get());
      IllegalStateException failure =
          assertThrows(
              IllegalStateException.class,
              () ->
                  Spread.over(
                      WIDE.plan(),
                      100,
                      true,
                      (frame, chunk) -> {
                        if (chunk >= 3) {
                          throw new IllegalStateException("chunk " + chunk);
                        }
                      }));
      assertEquals("chunk 3", failure.getMessage());
    }
  }

  @Test
  void aHelperWithoutAFrameFailsTheCallRatherThanLoseAChunk() {
    CountDownLatch asked = new CountDownLatch(1);
    AtomicReference<Thread> caller = new AtomicReference<>();
    Supplier<Frame> borrow =
        () -> {
          if (Thread.currentThread() != caller.get()) {
            asked.countDown();
            throw new OutOfMemoryError("no room for a frame");
          }
          return WIDE.plan().borrow();
        };
    Error failure =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> {
              caller.set(Thread.currentThread());
              return assertThrows(
                  OutOfMemoryError.class,
                  () ->
                      Spread.over(
                          borrow,
                          WIDE.plan()::giveBack,
                          8,
                          true,
                          (frame, chunk) -> assertDoesNotThrow(() -> asked.await(5, SECONDS))));
            });
    assertEquals("no room for a frame", failure.getMessage());
  }

  @Test
  void noFrameIsInTwoHands() {
    Map<Frame, Thread> holders = new ConcurrentHashMap<>();
    AtomicInteger clashes = new AtomicInteger();
    Spread.over(
        WIDE.plan(),
        2000,
        true,
        (frame, chunk) -> {
          Thread holder = holders.putIfAbsent(frame, Thread.currentThread());
          clashes.addAndGet(holder == null || holder == Thread.currentThread() ? 0 : 1);
        });
    assertEquals(0, clashes.get());
  }

  /** What a thread does in a call. */
  private interface Call {
    void run(int call) throws Exception;
  }

  private static void onThreads(int threads, int calls, Call call) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        int number = i;
        running.add(
            pool.submit(
                () -> {
                  call.run(number);
                  return null;
                }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    } finally {
      pool.shutdown();
    }
  }
}
