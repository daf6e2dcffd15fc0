package io.github.onecurve.validity;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Intervals of N contain the truth about as often as they say; docs/validity.md has the numbers.
 */
class CoverageOfCellsTest {
  private static final int FEW_BOARDS = 1000;
  private static final int BOARDS = Integer.getInteger("onecurve.validity.boards", 10_000);

  /** For nominal 95%. */
  private static final double FLOOR = 0.92;

  /** Where trainings differ as wholes, which few seeds often do not show. */
  private static final double FLOOR_OF_DOMINANT_SEEDS = 0.88;

  /**
   * Where one training in ten fails, which most boards do not show: a known limit, far below what
   * the interval says. It guards against getting worse and vouches for nothing.
   */
  private static final double FLOOR_OF_COLLAPSING_SEEDS = 0.68;

  static List<Cell> fewCells() {
    return List.of(
        Cell.of(1000, 0.1, 1, Net.EVEN),
        Cell.of(1000, 0.1, 3, Net.FIXES),
        Cell.of(5000, 0.4, 200, Net.MOSTLY_FIXES),
        Cell.of(1000, 0.4, 3, Net.EVEN).withStrata(3, Cell.Where.WHERE_A_ROW_WEIGHS_MOST),
        Cell.of(5000, 0.4, 3, Net.CANCELLED).withDearest(5),
        Cell.of(5000, 0.4, 20, Net.EVEN).withHostile(0.05),
        Cell.of(1000, 0.4, 20, Net.EVEN).withSeeds(3, Noise.NONE),
        Cell.of(1000, 0.4, 20, Net.BREAKS).withSeeds(5, Noise.MODERATE));
  }

  @ParameterizedTest
  @MethodSource("fewCells")
  void intervalsContainTheTruth(Cell cell) {
    assertTrue(cell.isPossible());

    Coverage coverage = Coverage.of(cell, FEW_BOARDS, 1);

    assertHolds(coverage);
  }

  static List<Cell> fewCellsWithoutEffectOrSeeds() {
    return fewCells().stream()
        .filter(cell -> cell.seeds() == 1 && Coverage.of(cell, 2, 1).isNull())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("fewCellsWithoutEffectOrSeeds")
  void noMoreIsFalselyCreditedThanTheLevelsAllow(Cell cell) {
    assertMissesAreFew(Coverage.of(cell, FEW_BOARDS, 2));
  }

  @Test
  void plainTMissesTheTruthWhereOneFlipIsExpected() {
    Coverage coverage = Coverage.of(Cell.of(1000, 0.1, 1, Net.FIXES), FEW_BOARDS, 3);

    assertTrue(coverage.withoutUnseenFlip() < 0.8, CoverageReport.line(coverage));
    assertHolds(coverage);
  }

  @Test
  void someOfTheFewCellsHaveNoEffect() {
    assertEquals(4, fewCellsWithoutEffectOrSeeds().size());
  }

  @Test
  @Tag("quality")
  void intervalsContainTheTruthInAllCells() throws IOException {
    List<Coverage> found =
        Grid.cells().parallelStream().map(cell -> Coverage.of(cell, BOARDS, 11)).toList();
    Path report = Path.of("target", "validity", "coverage.txt");
    Files.createDirectories(report.getParent());
    Files.writeString(report, CoverageReport.of(found));

    List<Executable> checks = new ArrayList<>();
    for (Coverage coverage : found) {
      checks.add(() -> assertHolds(coverage));
    }
    assertAll(checks);
  }

  private static void assertHolds(Coverage coverage) {
    double floor = floor(coverage.cell());
    double slack = 3 * Math.sqrt(floor * (1 - floor) / coverage.boards());
    assertTrue(coverage.ofDifference() >= floor - slack, () -> CoverageReport.line(coverage));
  }

  private static double floor(Cell cell) {
    if (cell.seeds() == 1) {
      return FLOOR;
    }
    return switch (cell.noise()) {
      case NONE, MODERATE -> FLOOR;
      case DOMINANT -> FLOOR_OF_DOMINANT_SEEDS;
      case COLLAPSE -> FLOOR_OF_COLLAPSING_SEEDS;
    };
  }

  /** At ranks 1 and 2, each way, within 4 standard errors of what is nominal. */
  private static void assertMissesAreFew(Coverage coverage) {
    for (int l = 0; l < 2; l++) {
      double nominal = coverage.boards() * Coverage.LEVELS.get(l);
      double most = nominal + 4 * Math.sqrt(nominal);
      assertTrue(coverage.falselyAbove(l) <= most, () -> CoverageReport.line(coverage));
      assertTrue(coverage.falselyBelow(l) <= most, () -> CoverageReport.line(coverage));
    }
  }
}
