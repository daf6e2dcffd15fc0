package io.github.onecurve.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * The Adult income table for tests, found under the system property {@code onecurve.data}; a test
 * that asks for it is skipped where it is absent.
 *
 * <p>The published nets learnt from the first 60% of the file. Of the rest, the first 20% are for
 * diagnosis and the others the judge's.
 */
public final class AdultData {
  /** The first row that the published nets have not seen. */
  public static final int FIRST_JUDGE_ROW = 19_536;

  /** The first row after the diagnosis rows: 20% of 13,025 further on. */
  public static final int FIRST_SEALED_ROW = FIRST_JUDGE_ROW + 2_605;

  /** The number of rows of the file. */
  public static final int ROWS = 32_561;

  private AdultData() {}

  /** The folder of a reference data set; skips the test where it is absent. */
  public static Path folder(String name) {
    Path folder = Path.of(System.getProperty("onecurve.data", "../shared/reference"), name);
    Assumptions.assumeTrue(
        Files.isDirectory(folder),
        "reference data is absent: set -Donecurve.data to the folder that holds " + name);
    return folder;
  }

  /** The table. */
  public static Path csv() {
    return folder("adult").resolve("data/adult.csv");
  }

  /** What each column is for, with everything to be learnt still open. */
  public static Columns columns() {
    return Columns.inOrder()
        .scaled("age")
        .oneHot("workclass")
        .ignored("fnlwgt")
        .oneHot("education")
        .scaled("education-num")
        .oneHot("marital-status")
        .oneHot("occupation")
        .oneHot("relationship")
        .oneHot("race")
        .oneHot("sex")
        .scaled("capital-gain")
        .scaled("capital-loss")
        .scaled("hours-per-week")
        .oneHot("native-country")
        .label("income-per-year", "<=50K", ">50K");
  }

  /** The columns as fitted on the training rows. */
  public static Columns fitted() {
    csv();
    return Held.COLUMNS;
  }

  /** The rows that the published nets learnt from. */
  public static LabelledRows training() {
    csv();
    return Held.TRAINING;
  }

  /** The first 20% of the rows that they have not seen. */
  public static LabelledRows diagnosis() {
    csv();
    return Held.DIAGNOSIS;
  }

  /** The rest of the rows that they have not seen. */
  public static LabelledRows judge() {
    csv();
    return Held.JUDGE;
  }

  /** Read once for all tests, when first asked for; all of it is immutable. */
  private static final class Held {
    private static final Columns COLUMNS = fit();
    private static final LabelledRows TRAINING = rows(0, FIRST_JUDGE_ROW);
    private static final LabelledRows DIAGNOSIS = rows(FIRST_JUDGE_ROW, FIRST_SEALED_ROW);
    private static final LabelledRows JUDGE = rows(FIRST_SEALED_ROW, ROWS);

    private static Columns fit() {
      try {
        return columns().fit(csv(), 0, FIRST_JUDGE_ROW);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static LabelledRows rows(int from, int to) {
      try {
        return Csv.read(csv(), COLUMNS, from, to);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
