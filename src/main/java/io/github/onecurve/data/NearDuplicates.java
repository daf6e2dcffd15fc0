package io.github.onecurve.data;

/**
 * How many of the judge's rows nearly equal a row of another kind, beside how many would by chance.
 *
 * <p>Two rows are near duplicates where their inputs differ, but by no more than a small root mean
 * square over the inputs that vary at all: 0.001 standard deviations of each input for flat rows,
 * which is what rounding and re-exporting a table leaves behind, and 0.05 of the standard deviation
 * of all inputs together for rows of two and more axes, such as images, which is what saving them
 * anew leaves behind. Labels, attributes and equal inputs do not count.
 *
 * <p>Rows that lie close because data are dense or coarse are no sign of copying, and public tools
 * hold a distance against the one that is usual in the data for that reason (cleanlab's
 * near-duplicate issues: a share of the median distance to the nearest neighbour; the distance to
 * the closest record of Platzer and Reutterer, <i>Holdout-Based Empirical Assessment of Mixed-Type
 * Synthetic Data</i>, Frontiers in Big Data 2021: training rows against a holdout). Here the near
 * pairs among the judge's rows and those among the other kinds' say what is usual: by the
 * inequality of Cauchy and Schwarz, two sets of independent draws, from whatever distributions,
 * have about as many near pairs between them as √(C_judge · C_others) at most, with C the ordered
 * near pairs within each. The bound adds to both 3 standard deviations of a Poisson count and 4.
 *
 * @param rows the judge's rows that are near duplicates of a row of another kind
 * @param judged out of so many
 * @param tolerance the root mean square in standard deviations; halved, at most 10 times, where
 *     rows lie so close that too many pairs would have to be looked at; 0 where that did not help
 *     and none was
 * @param byChance how many rows could be so by chance, at most
 */
public record NearDuplicates(int rows, int judged, double tolerance, double byChance) {
  /** Whether there are more than chance makes. */
  public boolean moreThanChance() {
    return rows > byChance;
  }

  /** One sentence a person can read. */
  @Override
  public String toString() {
    return String.format(
        "%d of %d judge rows nearly equal a row of another kind (inputs apart by at most %s standard"
            + " deviations, root mean square), where chance makes at most %d",
        rows, judged, tolerance, (long) byChance);
  }
}
