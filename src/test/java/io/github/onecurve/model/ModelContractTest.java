package io.github.onecurve.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Rows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.nd4j.linalg.factory.Nd4j;

class ModelContractTest {
  private static final Rows ROWS = numbered(100);

  @Test
  void logitsAnswerRowByRowInAnyBlocks() {
    Model twice = Model.ofRows(rows -> map(rows, x -> new float[] {x, 2 * x, 0}));
    for (Batching batching : List.of(Batching.free(), new Batching(7, true, true))) {
      Logits logits = Logits.of(twice, ROWS, 3, batching);
      assertEquals(100, logits.size());
      assertEquals(3, logits.classes());
      for (int row = 0; row < 100; row++) {
        assertArrayEquals(new float[] {row, 2 * row, 0}, logits.row(row));
      }
    }
  }

  @Test
  void argmaxTiesToTheLowestClassAndSoftmaxSumsToOne() {
    Logits logits = Logits.of(new float[] {1, 3, 3, 0, 0, 0}, 3);
    assertEquals(1, logits.argmax(0));
    assertEquals(0, logits.argmax(1));
    assertArrayEquals(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, logits.softmax(1), 1e-15);
    double e2 = Math.exp(-2);
    assertEquals(1 / (2 + e2), logits.confidence(0), 1e-15);
  }

  @Test
  void infiniteLogitsShareAllProbabilityAndNaNIsNoNumber() {
    float inf = Float.POSITIVE_INFINITY;
    Logits logits = Logits.of(new float[] {0, inf, inf, Float.NaN, 0, 1}, 3);
    assertArrayEquals(new double[] {0, 0.5, 0.5}, logits.softmax(0));
    assertTrue(logits.isNumber(0));
    assertFalse(logits.isNumber(1));
  }

  @Test
  void someRowsOfLogitsAreThoseRows() {
    Logits logits = Logits.of(new float[] {1, 2, 3, 4, 5, 6}, 2);
    assertArrayEquals(new float[] {5, 6}, logits.select(2, 0).row(0));
    assertArrayEquals(new float[] {1, 2}, logits.select(2, 0).row(1));
    assertNotEquals(logits.fingerprint(), logits.select(2, 0).fingerprint());
    assertEquals(logits.fingerprint(), logits.select(0, 1, 2).fingerprint());
  }

  @Test
  void oneColumnIsWidenedWhereThereAreTwoClasses() {
    Model one = Model.ofRows(rows -> map(rows, x -> new float[] {x - 50}));
    Logits logits = Logits.of(one, ROWS, 2, Batching.free());
    assertArrayEquals(new float[] {0, -50}, logits.row(0));
    assertArrayEquals(new float[] {0, 49}, logits.row(99));
    Model flat = inputs -> Nd4j.createFromArray(new float[] {3, -4});
    assertArrayEquals(new float[] {0, -4}, Logits.of(flat, numbered(2), 2, Batching.free()).row(1));
    assertEquals(
        "expected the model to answer with logits [100, 3], found [100, 1]",
        failure(() -> Logits.of(one, ROWS, 3, Batching.free())));
  }

  @Test
  void aRowOfTwoIsNotOneColumnOfTwoRows() {
    Model row = inputs -> Nd4j.createFromArray(new float[][] {{1, 2}});
    assertEquals(
        "expected the model to answer with logits [2, 2], found [1, 2]",
        failure(() -> Logits.of(row, numbered(2), 2, Batching.free())));
  }

  @Test
  void answersOfAnotherShapeAreRefused() {
    assertEquals(
        "expected the model to answer with logits [100, 3], found null",
        failure(() -> Logits.of(inputs -> null, ROWS, 3, Batching.free())));
    assertEquals(
        "expected the model to answer 100 rows with as many, found null",
        failure(() -> Logits.of(Model.ofRows(rows -> null), ROWS, 3, Batching.free())));
    assertEquals(
        "expected the model to answer 100 rows with as many, found 1",
        failure(
            () ->
                Logits.of(
                    Model.ofRows(rows -> new float[][] {{1, 2, 3}}), ROWS, 3, Batching.free())));
    assertEquals(
        "expected an answer of one width for every row, found null in row 0",
        failure(
            () ->
                Logits.of(
                    Model.ofRows(rows -> new float[rows.length][]), ROWS, 3, Batching.free())));
    assertEquals(
        "expected an answer of one width for every row, found 2 numbers in row 2",
        failure(
            () ->
                Logits.of(
                    Model.ofRows(rows -> map(rows, x -> x == 2 ? new float[2] : new float[3])),
                    ROWS,
                    3,
                    Batching.free())));
  }

  @Test
  void probabilitiesServeAsTheirLogarithmsAndStayAsTheyWere() {
    float[][] kept = {{0.25f, 0.75f}, {0, 1}};
    Model model = Model.ofProbabilities(rows -> kept);
    Rows rows = numbered(2);
    Logits first = Logits.of(model, rows, 2, Batching.free());
    Logits again = Logits.of(model, rows, 2, Batching.free());
    assertEquals(first.fingerprint(), again.fingerprint());
    assertEquals(Math.log(0.25), first.get(0, 0), 1e-6);
    assertEquals(Math.log(Float.MIN_NORMAL), first.get(1, 0), 1e-4);
    assertEquals(0.25f, kept[0][0]);
  }

  @Test
  void oneProbabilityIsThatOfTheSecondClass() {
    float[][] kept = {{0.25f}, {0.75f}, {0}, {1}};
    Rows rows = numbered(4);
    Logits logits = Logits.of(Model.ofProbabilities(all -> kept), rows, 2, Batching.free());
    assertEquals(0.25, logits.softmax(0)[1], 1e-6);
    assertEquals(0.75, logits.softmax(1)[1], 1e-6);
    assertEquals(0, logits.argmax(2));
    assertEquals(1, logits.argmax(3));
  }

  @Test
  void whatIsNoProbabilityIsRefused() {
    for (float wrong : new float[] {-0.1f, 1.5f}) {
      Model model = Model.ofProbabilities(rows -> map(rows, x -> new float[] {wrong, 0}));
      assertEquals(
          "expected probabilities in [0, 1], found "
              + wrong
              + ": use Model.ofRows for a function that gives logits",
          failure(() -> Logits.of(model, ROWS, 2, Batching.free())));
    }
  }

  @Test
  void aModelThatMindsOnlyItsRowIsAskedInLargeBlocks() {
    Model model = Model.ofRows(rows -> map(rows, x -> new float[] {x, 1}));
    assertEquals(Batching.free(), Batching.of(model, ROWS, 2));
  }

  @Test
  void aModelThatMindsTheSizeOfTheBatchFallsToTiles() {
    Model model = Model.ofRows(rows -> map(rows, x -> new float[] {x, 1e-6f * rows.length}));
    Batching batching = Batching.of(model, ROWS, 2);
    assertEquals(new Batching(16, true, true), batching);
    Logits all = Logits.of(model, ROWS, 2, batching);
    Logits some = Logits.of(model, numbered(5), 2, batching);
    assertArrayEquals(all.row(3), some.row(3));
  }

  @Test
  void aModelThatMindsASlotFromTheSeventeenthOnFallsToTiles() {
    Model model =
        Model.ofRows(
            rows -> {
              float[][] logits = map(rows, x -> new float[] {x, 1});
              for (int slot = 16; slot < rows.length; slot++) {
                logits[slot][1] += 1e-6f;
              }
              return logits;
            });
    assertEquals(new Batching(16, true, true), Batching.of(model, ROWS, 2));
  }

  @Test
  void aModelThatMindsItsNeighboursIsFlagged() {
    Model model =
        Model.ofRows(
            rows -> {
              float sum = 0;
              for (float[] row : rows) {
                sum += row[0];
              }
              float all = sum;
              return map(rows, x -> new float[] {x, all});
            });
    assertFalse(Batching.of(model, ROWS, 2).rowExact());
  }

  @Test
  void aModelThatIsNotSafeIsAskedByOneThreadAtATime() throws InterruptedException {
    List<Integer> inside = Collections.synchronizedList(new ArrayList<>());
    List<Boolean> alone = Collections.synchronizedList(new ArrayList<>());
    Model model =
        Model.ofRows(
            rows -> {
              inside.add(1);
              alone.add(inside.size() == 1);
              Thread.onSpinWait();
              inside.remove(0);
              return map(rows, x -> new float[] {x, 0});
            });
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      threads.add(new Thread(() -> Logits.of(model, ROWS, 2, new Batching(5, false, true))));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(80, alone.size());
    assertFalse(alone.contains(false));
  }

  @Test
  void subjectsSayWhatTheyLackAndWhatDoesNotFit() {
    Model model = Model.ofRows(rows -> rows);
    assertEquals(
        "expected a model to audit, found null",
        assertThrows(NullPointerException.class, () -> Subject.of(null)).getMessage());
    assertEquals(
        "expected diagnosis rows, found null: leave the call out where there is none",
        assertThrows(NullPointerException.class, () -> Subject.of(model).diagnosedOn(null))
            .getMessage());
    assertEquals(
        "expected a trainer, found null: leave the call out where there is none",
        assertThrows(NullPointerException.class, () -> Subject.of(model).with((Trainer) null))
            .getMessage());
    assertEquals(
        "an audit needs diagnosis rows: labelled, as at deployment, not trained on; give them"
            + " with Subject.diagnosedOn(rows)",
        failure(() -> Subject.of(model).diagnosis()));
    Subject subject = Subject.of(model).diagnosedOn(labelled(2, "a", "b"));
    assertEquals(
        "training rows and diagnosis rows must have one shape, found [3] and [2]",
        refusal(() -> subject.trainedOn(labelled(3, "a", "b"))));
    assertEquals(
        "pool rows and diagnosis rows must have one list of classes, found [b, a] and [a, b]",
        refusal(() -> subject.with(LabelPool.of(labelled(2, "b", "a")))));
    assertEquals(
        "training rows and diagnosis rows must have one list of classes, found [a, c] and [a, b]",
        refusal(() -> subject.trainedOn(labelled(2, "a", "c"))));
    assertEquals(
        "pool rows and diagnosis rows must have one shape, found [3] and [2]",
        refusal(() -> subject.with(LabelPool.of(labelled(3, "a", "b")))));
    assertEquals(
        "training rows and diagnosis rows must have one shape, found [1] and [2]",
        refusal(
            () ->
                Subject.of(model)
                    .trainedOn(labelled(1, "a", "b"))
                    .diagnosedOn(labelled(2, "a", "b"))));
  }

  @Test
  void aClosedSubjectSellsNothing() {
    LabelPool pool = LabelPool.of(labelled(2, "a", "b"));
    Subject subject =
        Subject.of(Model.ofRows(rows -> rows)).diagnosedOn(labelled(2, "a", "b")).with(pool);
    assertFalse(subject.pool().orElseThrow().isClosed());
    assertTrue(subject.closed().pool().orElseThrow().isClosed());
    assertEquals(
        "this pool is closed: labels come only through buy(slice, m) of an examination or of a"
            + " workshop",
        failure(() -> subject.closed().pool().orElseThrow().account(1, 5)));
  }

  private static LabelledRows labelled(int width, String... classes) {
    return LabelledRows.of(new float[3][width], new int[] {0, 1, 0}, List.of(classes));
  }

  private static Rows numbered(int n) {
    float[][] rows = new float[n][1];
    for (int row = 0; row < n; row++) {
      rows[row][0] = row;
    }
    return Rows.of(rows);
  }

  /** What a function of the first input says about each row. */
  private static float[][] map(float[][] rows, FirstInput answer) {
    float[][] answers = new float[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      answers[row] = answer.of(rows[row][0]);
    }
    return answers;
  }

  private interface FirstInput {
    float[] of(float x);
  }

  private static String failure(Executable call) {
    return assertThrows(IllegalStateException.class, call).getMessage();
  }

  private static String refusal(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }
}
