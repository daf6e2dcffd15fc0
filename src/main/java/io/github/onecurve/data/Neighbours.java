package io.github.onecurve.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds all near pairs among the judge's rows and those of other kinds, as {@link NearDuplicates}
 * says, whatever the order of the rows.
 *
 * <p>Rows of equal inputs are taken as one with a count. The sums of at most 16 runs of
 * neighbouring inputs, each over the root of its length, turned by a cosine transform, are the
 * coordinates of a row in a space where no two rows are farther apart than they are in truth; the
 * two to four that tell most rows apart lay out a grid whose cells are as wide as the tolerance, so
 * that every near pair lies in one cell or in two that touch. Candidates are held against all
 * coordinates and then against all inputs: nothing is missed and nothing found that is not there.
 */
final class Neighbours {
  private static final double FLAT_TOLERANCE = 0.001;
  private static final double SHAPED_TOLERANCE = 0.05;
  private static final int MOST_COORDINATES = 16;
  private static final int MOST_GRID_AXES = 4;
  private static final int MOST_HALVINGS = 10;
  private static final long FEW_PAIRS = 50;
  private static final long MOST_PAIRS = 300_000_000;
  private static final double SLACK = 1 + 1e-6;

  private final long mostPairs;
  private final double tolerance;
  private final Rows[] source;
  private final int[] row;
  private final int[] ofJudge;
  private final int[] ofOthers;
  private final int judged;
  private final int[] varying;
  private final float[] perDeviation;

  private final int axes;

  /** Coordinates {@code [distinct, axes]}, those first that tell most rows apart. */
  private final double[] coordinates;

  private Neighbours(Rows judge, List<Rows> others, long mostPairs) {
    this.mostPairs = mostPairs;
    this.judged = judge.size();
    List<Rows> all = new ArrayList<>(List.of(judge));
    others.stream()
        .filter(other -> Arrays.equals(other.rowShape(), judge.rowShape()))
        .forEach(all::add);
    int total = all.stream().mapToInt(Rows::size).reduce(0, Math::addExact);
    Rows[] from = new Rows[total];
    int[] at = new int[total];
    long[] hashes = new long[total];
    int next = 0;
    for (Rows rows : all) {
      for (int r = 0; r < rows.size(); r++, next++) {
        from[next] = rows;
        at[next] = r;
        hashes[next] = rows.hashOfInputs(r);
      }
    }
    int[] order = RowKeys.sorted(hashes, Comparator.naturalOrder());
    int[] mine = new int[total];
    int[] theirs = new int[total];
    int[] first = new int[total];
    int distinct = 0;
    for (int i : order) {
      boolean repeats =
          distinct > 0
              && from[i].sameInputs(at[i], from[first[distinct - 1]], at[first[distinct - 1]]);
      int place = repeats ? distinct - 1 : distinct++;
      if (!repeats) {
        first[place] = i;
      }
      if (i < judged) {
        mine[place]++;
      } else {
        theirs[place]++;
      }
    }
    this.source = Arrays.stream(first, 0, distinct).mapToObj(i -> from[i]).toArray(Rows[]::new);
    this.row = Arrays.stream(first, 0, distinct).map(i -> at[i]).toArray();
    this.ofJudge = Arrays.copyOf(mine, distinct);
    this.ofOthers = Arrays.copyOf(theirs, distinct);
    double[] variances = variances(judge.width(), total);
    this.varying = IntStream.range(0, variances.length).filter(c -> variances[c] > 0).toArray();
    this.perDeviation = new float[varying.length];
    double shared = Arrays.stream(variances).sum() / Math.max(1, varying.length);
    boolean flat = judge.rowShape().length <= 1;
    for (int k = 0; k < varying.length; k++) {
      perDeviation[k] = (float) (1 / Math.sqrt(flat ? variances[varying[k]] : shared));
    }
    this.tolerance = flat ? FLAT_TOLERANCE : SHAPED_TOLERANCE;
    this.axes = Math.min(MOST_COORDINATES, varying.length);
    this.coordinates = inOrder(coordinates());
  }

  /** The near duplicates of the judge's rows among others. */
  static NearDuplicates find(Rows judge, List<Rows> others) {
    return find(judge, others, MOST_PAIRS);
  }

  /** The same, with at most so many pairs looked at. */
  static NearDuplicates find(Rows judge, List<Rows> others, long mostPairs) {
    return new Neighbours(judge, others, mostPairs).find();
  }

  private NearDuplicates find() {
    double tried = tolerance;
    for (int halvings = 0; halvings <= MOST_HALVINGS && axes > 0; halvings++) {
      Optional<Grid> grid = grid(radius(tried));
      if (grid.isPresent()) {
        return count(grid.get(), tried);
      }
      tried /= 2;
    }
    return new NearDuplicates(0, judged, 0, judged);
  }

  /** A grid of few enough pairs: of few axes where they do, since each triples the neighbours. */
  private Optional<Grid> grid(double radius) {
    int most = Math.min(MOST_GRID_AXES, axes);
    for (int gridAxes = Math.min(2, most); gridAxes <= most; gridAxes++) {
      Grid grid = new Grid(cells(gridAxes, radius), gridAxes);
      long few = gridAxes == most ? mostPairs : Math.min(mostPairs, FEW_PAIRS * row.length);
      if (grid.pairs(few) <= few) {
        return Optional.of(grid);
      }
    }
    return Optional.empty();
  }

  /** The distance of rows whose root mean square is a tolerance. */
  private double radius(double someTolerance) {
    return someTolerance * Math.sqrt(varying.length);
  }

  private NearDuplicates count(Grid grid, double tried) {
    double most = radius(tried) * radius(tried);
    int[] order = grid.order();
    double[] points = new double[coordinates.length];
    for (int i = 0; i < order.length; i++) {
      System.arraycopy(coordinates, order[i] * axes, points, i * axes, axes);
    }
    boolean[] nearOthers = new boolean[row.length];
    double[] within = new double[2];
    grid.forEachPair(
        (i, j) -> {
          if (mayBeNear(points, i, j, most * SLACK) && isNear(order[i], order[j], most)) {
            int a = order[i];
            int b = order[j];
            within[0] += 2.0 * ofJudge[a] * ofJudge[b];
            within[1] += 2.0 * ofOthers[a] * ofOthers[b];
            nearOthers[a] |= ofOthers[b] > 0;
            nearOthers[b] |= ofOthers[a] > 0;
          }
        });
    int rows = 0;
    for (int i = 0; i < row.length; i++) {
      rows += nearOthers[i] && ofOthers[i] == 0 ? ofJudge[i] : 0;
    }
    return new NearDuplicates(
        rows, judged, tried, Math.sqrt(atMost(within[0]) * atMost(within[1])));
  }

  private static double atMost(double pairs) {
    return pairs + 3 * Math.sqrt(pairs) + 4;
  }

  private boolean mayBeNear(double[] points, int i, int j, double most) {
    double apart = 0;
    for (int axis = 0; axis < axes; axis++) {
      double difference = points[i * axes + axis] - points[j * axes + axis];
      apart += difference * difference;
      if (apart > most) {
        return false;
      }
    }
    return true;
  }

  private boolean isNear(int a, int b, double most) {
    double apart = 0;
    for (int k = 0; k < varying.length; k++) {
      double difference =
          ((double) source[a].input(row[a], varying[k]) - source[b].input(row[b], varying[k]))
              * perDeviation[k];
      apart += difference * difference;
      if (apart > most) {
        return false;
      }
    }
    return true;
  }

  /** The variance of each input over all rows, {@code [width]}. */
  private double[] variances(int width, int total) {
    double[] means = new double[width];
    for (int i = 0; i < row.length; i++) {
      double weight = (double) (ofJudge[i] + ofOthers[i]) / total;
      for (int c = 0; c < width; c++) {
        means[c] += weight * source[i].input(row[i], c);
      }
    }
    double[] variances = new double[width];
    boolean[] varies = new boolean[width];
    for (int i = 0; i < row.length; i++) {
      double weight = (double) (ofJudge[i] + ofOthers[i]) / total;
      for (int c = 0; c < width; c++) {
        double difference = source[i].input(row[i], c) - means[c];
        variances[c] += weight * difference * difference;
        varies[c] |= source[i].input(row[i], c) != source[0].input(row[0], c);
      }
    }
    for (int c = 0; c < width; c++) {
      variances[c] = varies[c] ? Math.max(variances[c], Double.MIN_NORMAL) : 0;
    }
    return variances;
  }

  private double[] coordinates() {
    double[] all = new double[Math.multiplyExact(row.length, axes)];
    double[] turn = cosines();
    double[] sums = new double[axes];
    for (int i = 0; i < row.length; i++) {
      for (int run = 0; run < axes; run++) {
        int from = begin(run);
        int to = begin(run + 1);
        double sum = 0;
        for (int k = from; k < to; k++) {
          sum += (double) source[i].input(row[i], varying[k]) * perDeviation[k];
        }
        sums[run] = sum / Math.sqrt(to - from);
      }
      for (int axis = 0; axis < axes; axis++) {
        double turned = 0;
        for (int run = 0; run < axes; run++) {
          turned += turn[axis * axes + run] * sums[run];
        }
        all[i * axes + axis] = turned;
      }
    }
    return all;
  }

  /** The first of the varying inputs of a run. */
  private int begin(int run) {
    return (int) ((long) varying.length * run / axes);
  }

  /** The orthonormal cosine transform of type II, {@code [axes, runs]}. */
  private double[] cosines() {
    double[] cosines = new double[axes * axes];
    for (int axis = 0; axis < axes; axis++) {
      double length = Math.sqrt((axis == 0 ? 1.0 : 2.0) / axes);
      for (int run = 0; run < axes; run++) {
        cosines[axis * axes + run] = length * StrictMath.cos(Math.PI * (run + 0.5) * axis / axes);
      }
    }
    return cosines;
  }

  /** Coordinates with the axes in the order of how few rows share a cell. */
  private double[] inOrder(double[] all) {
    double[] sharing = new double[axes];
    for (int axis = 0; axis < axes; axis++) {
      long[] cells = new long[row.length];
      for (int i = 0; i < row.length; i++) {
        cells[i] = cell(all[i * axes + axis], radius(tolerance));
      }
      Arrays.sort(cells);
      for (int from = 0, to; from < cells.length; from = to) {
        to = from + 1;
        while (to < cells.length && cells[to] == cells[from]) {
          to++;
        }
        sharing[axis] += (double) (to - from) * (to - from);
      }
    }
    int[] best =
        IntStream.range(0, axes)
            .boxed()
            .sorted(Comparator.comparingDouble(axis -> sharing[axis]))
            .mapToInt(axis -> axis)
            .toArray();
    double[] ordered = new double[all.length];
    for (int i = 0; i < row.length; i++) {
      for (int axis = 0; axis < axes; axis++) {
        ordered[i * axes + axis] = all[i * axes + best[axis]];
      }
    }
    return ordered;
  }

  /** The cell of each row along the first axes, {@code [distinct, grid axes]}. */
  private long[] cells(int gridAxes, double radius) {
    long[] cells = new long[row.length * gridAxes];
    for (int i = 0; i < row.length; i++) {
      for (int axis = 0; axis < gridAxes; axis++) {
        cells[i * gridAxes + axis] = cell(coordinates[i * axes + axis], radius);
      }
    }
    return cells;
  }

  private static long cell(double coordinate, double radius) {
    return (long) Math.floor(coordinate / (radius * SLACK));
  }
}
