package io.github.onecurve.validity;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** The cells of the full simulation: rows, flips and nets crossed, then each other factor added. */
final class Grid {
  private static final int[] ROWS = {200, 1000, 5000, 20_000};
  private static final double[] WRONG = {0.02, 0.1, 0.4};
  private static final double[] FLIPS = {1, 3, 20, 200};
  private static final int[] STRATA = {1, 3, 10};
  private static final int[] DEAREST = {1, 5, 100};
  private static final double[] HOSTILE = {0, 0.05, 0.3};
  private static final int[] SEEDS = {3, 5, 10};
  private static final List<Net> NETS = List.of(Net.values());
  private static final List<Cell.Where> PLACES = List.of(Cell.Where.values());
  private static final List<Noise> NOISES = List.of(Noise.values());
  private static final int MIXED = 120;

  private final Set<Cell> cells = new LinkedHashSet<>();

  private Grid() {}

  /** All cells that are possible, each once. */
  static List<Cell> cells() {
    Grid grid = new Grid();
    grid.crossSize();
    for (int rows : new int[] {1000, 5000}) {
      for (double flips : FLIPS) {
        grid.addEachFactor(rows, flips);
      }
    }
    grid.mix();
    return new ArrayList<>(grid.cells);
  }

  private void crossSize() {
    for (int rows : ROWS) {
      for (double wrong : WRONG) {
        for (double flips : FLIPS) {
          for (Net net : NETS) {
            add(Cell.of(rows, wrong, flips, net));
          }
        }
      }
    }
  }

  private void addEachFactor(int rows, double flips) {
    for (Net net : NETS) {
      Cell cell = Cell.of(rows, 0.4, flips, net);
      for (int strata : STRATA) {
        for (Cell.Where where : PLACES) {
          add(cell.withStrata(strata, strata == 1 ? Cell.Where.EVERYWHERE : where));
        }
      }
      for (int dearest : DEAREST) {
        add(cell.withDearest(dearest));
      }
      for (double hostile : HOSTILE) {
        add(cell.withHostile(hostile));
      }
      for (int seeds : SEEDS) {
        for (Noise noise : NOISES) {
          add(cell.withSeeds(seeds, noise));
        }
      }
    }
  }

  /** Cells in which every factor is drawn. */
  private void mix() {
    SplittableRandom random = new SplittableRandom(7);
    int wanted = cells.size() + MIXED;
    while (cells.size() < wanted) {
      Cell cell =
          Cell.of(
              ROWS[random.nextInt(ROWS.length)],
              WRONG[random.nextInt(WRONG.length)],
              FLIPS[random.nextInt(FLIPS.length)],
              NETS.get(random.nextInt(NETS.size())));
      int strata = STRATA[random.nextInt(STRATA.length)];
      Cell.Where where = PLACES.get(random.nextInt(PLACES.size()));
      cell =
          cell.withStrata(strata, strata == 1 ? Cell.Where.EVERYWHERE : where)
              .withDearest(DEAREST[random.nextInt(DEAREST.length)])
              .withHostile(HOSTILE[random.nextInt(HOSTILE.length)]);
      int seeds = random.nextInt(SEEDS.length + 1);
      add(
          seeds == SEEDS.length
              ? cell
              : cell.withSeeds(SEEDS[seeds], NOISES.get(random.nextInt(NOISES.size()))));
    }
  }

  private void add(Cell cell) {
    if (cell.isPossible()) {
      cells.add(cell);
    }
  }
}
