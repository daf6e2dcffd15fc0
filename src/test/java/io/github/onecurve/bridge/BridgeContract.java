package io.github.onecurve.bridge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.model.Differentiable;
import io.github.onecurve.model.Model;
import io.github.onecurve.network.Nets;
import io.github.onecurve.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What every bridge owes: a test class of a bridge implements it and says how the bridge serves a
 * network. Every bridge is sent the same rows and must answer as the network does, so two bridges
 * that look equal are.
 */
public interface BridgeContract {
  /** The largest difference of logits between two bridges. */
  double TOLERANCE = 1e-4;

  /**
   * The same net as the bridge serves it: its weights put into the bridge's own kind of model. It
   * is closed after the test where it can be.
   */
  Model bridge(Network network) throws Exception;

  /**
   * The nets that the bridge is tried on; a bridge that knows more kinds of layers adds to them.
   */
  default List<Network> networks() {
    return List.of(
        Nets.dense(1, "Relu", 6, 5, 3),
        Nets.dense(2, "Tanh", 9, 16, 12, 4),
        Nets.dense(3, "Sigmoid", 4, 7, 1));
  }

  /** Whether the bridge knows how wide a row is and refuses others, and refuses NaN. */
  default boolean refusesWhatIsNoRow() {
    return true;
  }

  @Test
  default void theSameRowsGetTheSameLogitsThroughEveryBridge() throws Exception {
    eachBridge(
        (network, model) -> {
          for (int n : List.of(1, 2, 7, 16, 33, 100)) {
            float[] rows = rows(network, n);
            near(widened(network.logits(rows, n), n), logits(model, network, rows, n), "n = " + n);
          }
        });
  }

  @Test
  default void rowsAreAnsweredAloneAsTogether() throws Exception {
    eachBridge(
        (network, model) -> {
          int n = 21;
          float[] rows = rows(network, n);
          float[] together = logits(model, network, rows, n);
          int classes = together.length / n;
          for (int row = 0; row < n; row++) {
            float[] one =
                Arrays.copyOfRange(rows, row * network.width(), (row + 1) * network.width());
            float[] expected = Arrays.copyOfRange(together, row * classes, (row + 1) * classes);
            near(expected, logits(model, network, one, 1), "row " + row);
          }
        });
  }

  @Test
  default void rowsInAnotherOrderOfMemoryAreTheSameRows() throws Exception {
    eachBridge(
        (network, model) -> {
          int n = 12;
          float[] rows = rows(network, n);
          float[] expected = logits(model, network, rows, n);
          try (INDArray batch = batch(network, rows, n);
              INDArray columnMajor = batch.dup('f');
              INDArray answer = model.logits(columnMajor)) {
            near(expected, widened(answer, n), "column-major");
          }
          long[] twice = shape(network, n);
          twice[0] = 2L * n;
          try (INDArray spread = Nd4j.zeros(DataType.FLOAT, twice);
              INDArray batch = batch(network, rows, n)) {
            INDArray lower = spread.get(NDArrayIndex.interval(n, 2L * n));
            lower.assign(batch);
            try (INDArray answer = model.logits(lower)) {
              near(expected, widened(answer, n), "a view");
            }
          }
        });
  }

  @Test
  default void theCallersArraysStayTheirs() throws Exception {
    eachBridge(
        (network, model) -> {
          int n = 9;
          float[] rows = rows(network, n);
          try (INDArray batch = batch(network, rows, n)) {
            INDArray first = model.logits(batch);
            float[] kept = widened(first, n);
            try (INDArray second = model.logits(batch)) {
              first.close();
              near(kept, widened(second, n), "after closing the first answer");
            }
            assertArrayEquals(rows, batch.dup('c').data().asFloat(), "the inputs were changed");
          }
        });
  }

  @Test
  default void aKeptBufferTakesTheLogits() throws Exception {
    eachBridge(
        (network, model) -> {
          if (network.classes() == 1) {
            return; // one column is widened by the caller
          }
          int n = 5;
          float[] rows = rows(network, n);
          try (INDArray batch = batch(network, rows, n);
              INDArray into = Nd4j.zeros(DataType.FLOAT, n, network.classes())) {
            model.logits(batch, into);
            near(network.logits(rows, n), into.dup('c').data().asFloat(), "kept buffer");
          }
        });
  }

  @Test
  default void manyThreadsGetTheirOwnAnswersWherePromised() throws Exception {
    eachBridge(
        (network, model) -> {
          if (!model.isThreadSafe()) {
            return;
          }
          ExecutorService pool = Executors.newFixedThreadPool(4);
          try {
            List<Future<Void>> calls = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
              int n = 3 + 5 * caller;
              calls.add(
                  pool.submit(
                      (Callable<Void>)
                          () -> {
                            float[] rows = rows(network, n);
                            float[] expected = widened(network.logits(rows, n), n);
                            for (int call = 0; call < 50; call++) {
                              near(expected, logits(model, network, rows, n), "caller of " + n);
                            }
                            return null;
                          }));
            }
            for (Future<Void> call : calls) {
              call.get();
            }
          } finally {
            pool.shutdownNow();
          }
        });
  }

  @Test
  default void theInputGradientIsTheSlopeOfTheLogits() throws Exception {
    eachBridge(
        (network, model) -> {
          if (!(model instanceof Differentiable slope)) {
            return;
          }
          int n = 4;
          float[] rows = rows(network, n);
          float[] direction = Nets.floats(new Random(5), 1, n * network.classes());
          UnaryOperator<INDArray> along =
              logits -> {
                long[] shape = logits.shape();
                assertEquals(n, shape[0]);
                return Nd4j.create(direction, new long[] {n, network.classes()}, 'c');
              };
          float[] found;
          try (INDArray batch = batch(network, rows, n);
              INDArray gradient = slope.inputGradient(batch, along)) {
            assertArrayEquals(batch.shape(), gradient.shape());
            found = gradient.dup('c').data().asFloat();
            assertArrayEquals(rows, batch.dup('c').data().asFloat(), "the inputs were changed");
          }
          near(network.inputGradient(rows, n, logits -> direction), found, "the network's own");
          for (int i = 0; i < rows.length; i += 3) {
            double step = 1e-2;
            double above = scalar(model, network, moved(rows, i, step), n, direction);
            double below = scalar(model, network, moved(rows, i, -step), n, direction);
            double difference = (above - below) / (2 * step);
            assertEquals(difference, found[i], 2e-2 * Math.max(1, Math.abs(difference)));
          }
        });
  }

  @Test
  default void whatIsNoRowIsRefused() throws Exception {
    Assumptions.assumeTrue(refusesWhatIsNoRow(), "this bridge takes what it is given");
    eachBridge(
        (network, model) -> {
          try (INDArray narrow = Nd4j.zeros(DataType.FLOAT, 2, network.width() + 1)) {
            String message =
                assertThrows(IllegalArgumentException.class, () -> model.logits(narrow))
                    .getMessage();
            assertTrue(message.contains("found"), message);
          }
          float[] rows = rows(network, 3);
          rows[network.width() + 1] = Float.NaN;
          try (INDArray broken = batch(network, rows, 3)) {
            String message =
                assertThrows(IllegalArgumentException.class, () -> model.logits(broken))
                    .getMessage();
            assertTrue(message.contains("NaN in row 1, input 1"), message);
          }
        });
  }

  /** Something that is tried on a net and the same net behind a bridge. */
  interface Trial {
    void of(Network network, Model model) throws Exception;
  }

  private void eachBridge(Trial trial) throws Exception {
    for (Network network : networks()) {
      Model model = bridge(network);
      try {
        trial.of(network, model);
      } finally {
        if (model instanceof AutoCloseable open) {
          open.close();
        }
      }
    }
  }

  private static float[] rows(Network network, int n) {
    return Nets.floats(new Random(n), 1, n * network.width());
  }

  private static long[] shape(Network network, int n) {
    int[] row = network.inputShape();
    long[] shape = new long[row.length + 1];
    shape[0] = n;
    for (int axis = 0; axis < row.length; axis++) {
      shape[axis + 1] = row[axis];
    }
    return shape;
  }

  private static INDArray batch(Network network, float[] rows, int n) {
    return Nd4j.create(rows.clone(), shape(network, n), 'c');
  }

  private static float[] logits(Model model, Network network, float[] rows, int n) {
    try (INDArray batch = batch(network, rows, n);
        INDArray answer = model.logits(batch)) {
      return widened(answer, n);
    }
  }

  private static double scalar(
      Model model, Network network, float[] rows, int n, float[] direction) {
    double sum = 0;
    try (INDArray batch = batch(network, rows, n);
        INDArray answer = model.logits(batch)) {
      float[] logits = answer.dup('c').data().asFloat();
      for (int i = 0; i < direction.length; i++) {
        sum += (double) logits[i] * direction[i];
      }
    }
    return sum;
  }

  private static float[] moved(float[] rows, int i, double step) {
    float[] moved = rows.clone();
    moved[i] += (float) step;
    return moved;
  }

  private static float[] widened(INDArray answer, int n) {
    assertEquals(DataType.FLOAT, answer.dataType());
    assertEquals(n, answer.size(0));
    try (INDArray ordered = answer.dup('c')) {
      return widened(ordered.data().asFloat(), n);
    }
  }

  /** One column z stands for the logits [0, z]. */
  private static float[] widened(float[] logits, int n) {
    if (logits.length != n) {
      return logits;
    }
    float[] both = new float[2 * n];
    for (int row = 0; row < n; row++) {
      both[2 * row + 1] = logits[row];
    }
    return both;
  }

  private static void near(float[] expected, float[] found, String what) {
    assertEquals(expected.length, found.length, what);
    for (int i = 0; i < expected.length; i++) {
      String place = String.format(Locale.ROOT, "%s, logit %d", what, i);
      assertEquals(expected[i], found[i], TOLERANCE, place);
    }
  }
}
