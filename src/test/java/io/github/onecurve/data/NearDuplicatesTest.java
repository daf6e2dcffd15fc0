package io.github.onecurve.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearDuplicatesTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 17, 40})
  void allPairsAreFoundThatLookingAtEachFinds(int width) {
    for (int seed = 0; seed < 5; seed++) {
      Random random = new Random(seed);
      Rows judge = normal(150, random, width);
      Rows others = jittered(judge.select(RowSet.where(150, row -> row % 3 == 0)), 0.002, random);
      others = others.concat(normal(200, random, width)).concat(judge.select(1, 2, 4));
      NearDuplicates found = Neighbours.find(judge, List.of(others));
      assertEquals(byLookingAtEach(judge, others, 0.001), found, "seed " + seed);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "3, 7", "2, 2"})
  void imagesAreHeldAgainstOneDeviationOfAllPixels(int height, int across) {
    for (int seed = 0; seed < 5; seed++) {
      Random random = new Random(seed);
      Rows judge = normal(150, random, height, across);
      Rows others = jittered(judge.select(RowSet.where(150, row -> row % 3 == 0)), 0.05, random);
      others = others.concat(normal(200, random, height, across));
      NearDuplicates found = Neighbours.find(judge, List.of(others));
      assertEquals(byLookingAtEach(judge, others, 0.05), found, "seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 8, 16})
  void independentDrawsGiveNoWarning(int width) {
    for (int seed = 0; seed < 25; seed++) {
      Random random = new Random(seed);
      Rows judge = normal(100 + random.nextInt(1500), random, width);
      Rows others = normal(100 + random.nextInt(5000), random, width);
      NearDuplicates found = Neighbours.find(judge, List.of(others));
      assertFalse(found.moreThanChance(), "seed " + seed + ": " + found);
    }
  }

  @Test
  void drawsFromOtherDistributionsGiveNoWarning() {
    int near = 0;
    for (int seed = 0; seed < 25; seed++) {
      Random random = new Random(seed);
      Rows judge = normal(1000, random, 2);
      float[] narrow = normal(4000, random, 2).inputs();
      for (int i = 0; i < narrow.length; i++) {
        narrow[i] *= 0.1f;
      }
      NearDuplicates found =
          Neighbours.find(judge, List.of(Rows.of(narrow, 4000, 2), normal(500, random, 2)));
      assertFalse(found.moreThanChance(), "seed " + seed + ": " + found);
      near += found.rows();
    }
    assertTrue(near > 0);
  }

  @Test
  void coarseTablesWithAFewFineColumnsGiveNoWarning() {
    for (int seed = 0; seed < 25; seed++) {
      Random random = new Random(seed);
      Rows judge = coarse(100 + random.nextInt(1500), random);
      Rows others = coarse(100 + random.nextInt(5000), random);
      NearDuplicates found = Neighbours.find(judge, List.of(others));
      assertFalse(found.moreThanChance(), "seed " + seed + ": " + found);
    }
  }

  @Test
  void rowsThatEqualAreNotNear() {
    Rows rows = normal(100, new Random(1), 6);
    NearDuplicates found = Neighbours.find(rows, List.of(rows));
    assertEquals(0, found.rows());
    assertFalse(found.moreThanChance());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theOrderOfRowsAndKindsChangesNothing(long seed) {
    Random random = new Random(seed);
    Rows judge = normal(300, random, 3);
    Rows first = jittered(judge.select(RowSet.where(300, row -> row < 40)), 0.001, random);
    Rows second = normal(400, random, 3);
    NearDuplicates found = Neighbours.find(judge, List.of(first, second));
    assertEquals(
        found,
        Neighbours.find(
            shuffled(judge, random), List.of(shuffled(second, random), shuffled(first, random))));
  }

  @Test
  void aTableWrittenAnewWithThreeDecimalsIsNoticed() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      Rows others = normal(3000, random, 8);
      float[] rounded = others.select(IntStream.range(0, 10).toArray()).inputs();
      for (int i = 0; i < rounded.length; i++) {
        rounded[i] = Math.round(rounded[i] * 1000) / 1000f;
      }
      Rows judge = normal(2000, random, 8).concat(Rows.of(rounded, 10, 8));
      NearDuplicates found = Neighbours.find(judge, List.of(others));
      assertEquals(10, found.rows());
      assertTrue(found.moreThanChance());
    }
  }

  @Test
  void rowsTooCloseToLookAtAllPairsAreHeldAgainstASmallerTolerance() {
    Rows judge = normal(2000, new Random(1), 1);
    Rows others = normal(2000, new Random(2), 1);
    assertEquals(0.001, Neighbours.find(judge, List.of(others), 100_000).tolerance());
    assertEquals(0.000125, Neighbours.find(judge, List.of(others), 1_500).tolerance());
    NearDuplicates none = Neighbours.find(judge, List.of(others), 0);
    assertEquals(0, none.tolerance());
    assertFalse(none.moreThanChance());
  }

  @Test
  void constantInputsAndOneRowAloneAreNoFault() {
    Rows constant = Rows.of(new float[] {1, 1, 1, 1}, 2, 2);
    assertEquals(0, Neighbours.find(constant, List.of(constant)).rows());
    assertEquals(0, Neighbours.find(constant, List.of()).rows());
    Rows huge = Rows.of(new float[] {Float.MAX_VALUE, -Float.MAX_VALUE, 0}, 3, 1);
    assertEquals(1, Neighbours.find(huge, List.of(Rows.of(new float[] {1e-40f}, 1, 1))).rows());
  }

  @Test
  void rowsOfAnotherShapeAreNotCompared() {
    Rows judge = normal(10, new Random(1), 4);
    assertEquals(0, Neighbours.find(judge, List.of(Rows.of(judge.inputs(), 10, 2, 2))).rows());
  }

  @Test
  void separationWarnsOfThem() {
    Random random = new Random(3);
    Rows others = normal(500, random, 5);
    Rows judge =
        normal(400, random, 5)
            .concat(jittered(others.select(IntStream.range(0, 7).toArray()), 1e-5, random));
    Separation separation =
        Separation.judge(labelled(judge)).from(LabelPool.unlabelled(others)).separate();
    assertEquals(407, separation.kept().size());
    assertEquals(
        "0 of 407 judge rows removed (0 equal to a row of another kind, 0 of an entity that occurs"
            + " in another kind); of those kept, 0 repeat inputs of another kind; 7 of 407 judge"
            + " rows nearly equal a row of another kind (inputs apart by at most 0.001 standard"
            + " deviations, root mean square), where chance makes at most 4",
        separation.toString());
  }

  @Test
  void theAdultTableHasNone() {
    LabelledRows all = AdultData.training().concat(AdultData.diagnosis()).concat(AdultData.judge());
    for (int seed = 0; seed < 3; seed++) {
      Rows rows = shuffled(all.rows(), new Random(seed));
      int judged = 2000 + 4000 * seed;
      RowSet judge = RowSet.where(rows.size(), row -> row < judged);
      NearDuplicates found = Neighbours.find(rows.select(judge), List.of(rows.select(judge.not())));
      assertEquals(0.001, found.tolerance());
      assertFalse(found.moreThanChance(), found.toString());
    }
  }

  /** The same definition, pair by pair. */
  private static NearDuplicates byLookingAtEach(Rows judge, Rows others, double tolerance) {
    Rows all = judge.concat(others);
    int width = all.width();
    double[] variances = new double[width];
    int varying = 0;
    double sum = 0;
    for (int c = 0; c < width; c++) {
      int column = c;
      double[] cells =
          IntStream.range(0, all.size()).mapToDouble(r -> all.input(r, column)).toArray();
      double mean = Arrays.stream(cells).average().orElseThrow();
      variances[c] = Arrays.stream(cells).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
      varying += variances[c] > 0 ? 1 : 0;
      sum += variances[c];
    }
    boolean flat = all.rowShape().length == 1;
    double[] pairs = new double[2];
    boolean[] near = new boolean[judge.size()];
    boolean[] equal = new boolean[judge.size()];
    for (int a = 0; a < all.size(); a++) {
      for (int b = 0; b < all.size(); b++) {
        double apart = 0;
        for (int c = 0; c < width; c++) {
          double difference = (double) all.input(a, c) - all.input(b, c);
          double variance = flat ? variances[c] : sum / varying;
          apart += variance == 0 ? 0 : difference * difference / variance;
        }
        boolean bothJudge = a < judge.size() && b < judge.size();
        boolean bothOthers = a >= judge.size() && b >= judge.size();
        boolean isNear = apart > 0 && Math.sqrt(apart / varying) <= tolerance;
        if (isNear && bothJudge) {
          pairs[0]++;
        } else if (isNear && bothOthers) {
          pairs[1]++;
        } else if (a < judge.size() && !bothJudge) {
          near[a] |= isNear;
          equal[a] |= apart == 0;
        }
      }
    }
    int rows = (int) IntStream.range(0, near.length).filter(r -> near[r] && !equal[r]).count();
    double byChance = Math.sqrt(atMost(pairs[0]) * atMost(pairs[1]));
    return new NearDuplicates(rows, judge.size(), tolerance, byChance);
  }

  private static double atMost(double pairs) {
    return pairs + 3 * Math.sqrt(pairs) + 4;
  }

  private static Rows normal(int size, Random random, int... shape) {
    float[] inputs = new float[size * Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian() * (i % 3 + 1);
    }
    return Rows.of(inputs, size, shape);
  }

  private static Rows jittered(Rows rows, double most, Random random) {
    float[] inputs = rows.inputs();
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] += (float) (most * 2 * random.nextGaussian() * random.nextDouble());
    }
    return rows.withInputs(inputs);
  }

  /** Rows of three levels, two levels, an amount that is mostly 0, and an age. */
  private static Rows coarse(int size, Random random) {
    float[] inputs = new float[4 * size];
    for (int row = 0; row < size; row++) {
      inputs[4 * row] = random.nextInt(3);
      inputs[4 * row + 1] = random.nextInt(2);
      inputs[4 * row + 2] = random.nextInt(10) == 0 ? random.nextInt(20_000) : 0;
      inputs[4 * row + 3] = random.nextInt(50);
    }
    return Rows.of(inputs, size, 4);
  }

  private static Rows shuffled(Rows rows, Random random) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, rows.size()).boxed().toList());
    Collections.shuffle(order, random);
    return rows.select(order.stream().mapToInt(row -> row).toArray());
  }

  private static LabelledRows labelled(Rows rows) {
    return LabelledRows.of(rows, new int[rows.size()], List.of("no", "yes"));
  }
}
