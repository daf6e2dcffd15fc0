package io.github.onecurve.validity;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What was found, as text: a line a cell, worst first, and a summary by factor. */
final class CoverageReport {
  private static final String UNLIKE_SEEDS = "unlike seeds";

  private CoverageReport() {}

  static String of(List<Coverage> found) {
    StringBuilder text = new StringBuilder();
    text.append("N, A, A where shown, plain t, width/oracle, width/plain t, ")
        .append("misses above and below at ranks 1, 2, 10 of ")
        .append(found.get(0).boards())
        .append(" boards, * where N = 0: cell\n");
    found.stream()
        .sorted(Comparator.comparingDouble(Coverage::ofDifference))
        .forEach(coverage -> text.append(line(coverage)).append('\n'));
    text.append("\nlikeness of seeds, factor, level: cells, min, median, width/plain t median\n");
    summarise(text, found, "all", cell -> "");
    summarise(text, found, "n", cell -> String.format(Locale.ROOT, "%6d", cell.rows()));
    summarise(text, found, "wrong", cell -> "" + cell.wrong());
    summarise(text, found, "flips", cell -> String.format(Locale.ROOT, "%3.0f", cell.flips()));
    summarise(text, found, "net", cell -> "" + cell.net());
    summarise(text, found, "strata", cell -> cell.strata() + " " + cell.where());
    summarise(text, found, "dearest", cell -> "" + cell.dearest());
    summarise(text, found, "rho", cell -> "" + cell.hostile());
    summarise(text, found, "seeds", cell -> cell.seeds() + " " + cell.noise());
    return text.toString();
  }

  static String line(Coverage coverage) {
    StringBuilder misses = new StringBuilder();
    for (int l = 0; l < Coverage.LEVELS.size(); l++) {
      misses
          .append(' ')
          .append(coverage.falselyAbove(l))
          .append('/')
          .append(coverage.falselyBelow(l));
    }
    return String.format(
        Locale.ROOT,
        "%.4f %.4f %s %.4f %.2f %.2f%s%s: %s",
        coverage.ofDifference(),
        coverage.ofShare(),
        coverage.shown() == 0 ? "-" : String.format(Locale.ROOT, "%.4f", coverage.ofShownShare()),
        coverage.withoutUnseenFlip(),
        coverage.widthToOracle(),
        coverage.widthToPlain(),
        misses,
        coverage.isNull() ? " *" : "",
        coverage.cell());
  }

  /** Whether a training differs as a whole from the next, which few seeds may not show. */
  static boolean hasUnlikeSeeds(Cell cell) {
    return cell.seeds() > 1 && (cell.noise() == Noise.DOMINANT || cell.noise() == Noise.COLLAPSE);
  }

  private static void summarise(
      StringBuilder text, List<Coverage> found, String factor, Function<Cell, String> level) {
    Map<String, List<Coverage>> groups =
        found.stream()
            .collect(
                Collectors.groupingBy(
                    coverage ->
                        (hasUnlikeSeeds(coverage.cell()) ? UNLIKE_SEEDS : "others")
                            + ", "
                            + factor
                            + ", "
                            + level.apply(coverage.cell()),
                    TreeMap::new,
                    Collectors.toList()));
    groups.forEach(
        (name, group) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%s: %d, %.4f, %.4f, %.2f%n",
                    name,
                    group.size(),
                    sorted(group, Coverage::ofDifference)[0],
                    sorted(group, Coverage::ofDifference)[group.size() / 2],
                    sorted(group, Coverage::widthToPlain)[group.size() / 2])));
  }

  private static double[] sorted(
      List<Coverage> group, java.util.function.ToDoubleFunction<Coverage> value) {
    return group.stream().mapToDouble(value).sorted().toArray();
  }
}
