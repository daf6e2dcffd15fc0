package io.github.onecurve;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.NearDuplicates;
import io.github.onecurve.data.RowFolds;
import io.github.onecurve.data.Separation;
import io.github.onecurve.judge.Judge;
import io.github.onecurve.judge.JudgedRows;
import io.github.onecurve.model.Subject;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stakes.Strata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The judge's rows, those that occur among other rows left out and counted.
 *
 * @param warnings what a reader of the board should know of them
 */
record Sealed(LabelledRows rows, JudgedRows counts, List<String> warnings) {
  private static final int FEWEST_IN_STRATUM = 2;

  /**
   * Deals the judge's rows into folds and separates each.
   *
   * @throws IllegalArgumentException if they do not fit the subject or the stakes, or are too few
   *     for so many folds
   */
  static List<Sealed> folds(LabelledRows judgeRows, int folds, Subject subject, Stakes stakes) {
    requireAlike(judgeRows, subject.diagnosis());
    List<LabelledRows> dealt = RowFolds.of(judgeRows, folds, "judge");
    List<Sealed> sealed = new ArrayList<>();
    for (LabelledRows fold : dealt) {
      try {
        sealed.add(of(fold, subject, stakes));
      } catch (IllegalArgumentException e) {
        throw folds == 1
            ? e
            : new IllegalArgumentException(
                String.format(
                    "fold %d of %d: %s; reserve fewer folds or give more rows",
                    sealed.size() + 1, folds, e.getMessage()),
                e);
      }
    }
    return sealed;
  }

  /**
   * Separates the judge's rows.
   *
   * @throws IllegalArgumentException if they do not fit the subject or the stakes
   */
  static Sealed of(LabelledRows judgeRows, Subject subject, Stakes stakes) {
    requireAlike(judgeRows, subject.diagnosis());
    Separation.Judged judged = Separation.judge(judgeRows).from(subject.diagnosis());
    if (subject.training().isPresent()) {
      judged = judged.from(subject.training().get());
    }
    if (subject.pool().isPresent()) {
      judged = judged.from(subject.pool().get());
    }
    Separation separation = judged.separate();
    requireRows(Strata.of(stakes, separation.kept().rows(), "judge"), stakes);
    return new Sealed(
        separation.kept(),
        new JudgedRows(
            separation.kept().size(),
            separation.removed().size(),
            separation.equalRecords(),
            separation.sharedEntities(),
            separation.repeatedInputs()),
        warnings(separation.nearDuplicates()));
  }

  /** These rows as the judge takes them. */
  Judge.Fold fold() {
    return new Judge.Fold(rows, counts, warnings);
  }

  private static List<String> warnings(NearDuplicates near) {
    return near.moreThanChance()
        ? List.of(near + ": what learnt from those rows may look better than it is")
        : List.of();
  }

  private static void requireAlike(LabelledRows rows, LabelledRows diagnosis) {
    if (!rows.classNames().equals(diagnosis.classNames())) {
      throw new IllegalArgumentException(
          String.format(
              "judge rows and diagnosis rows must have one list of classes, found %s and %s",
              rows.classNames(), diagnosis.classNames()));
    }
    if (!Arrays.equals(rows.rows().rowShape(), diagnosis.rows().rowShape())) {
      throw new IllegalArgumentException(
          String.format(
              "judge rows and diagnosis rows must have one shape, found %s and %s",
              Arrays.toString(rows.rows().rowShape()),
              Arrays.toString(diagnosis.rows().rowShape())));
    }
  }

  private static void requireRows(Strata strata, Stakes stakes) {
    for (int k = 0; k < strata.count(); k++) {
      if (strata.size(k) < FEWEST_IN_STRATUM) {
        throw new IllegalArgumentException(
            String.format(
                "an interval needs at least %d judge rows in each stratum, found %d in \"%s\"",
                FEWEST_IN_STRATUM,
                strata.size(k),
                stakes.strata().isEmpty() ? "all rows" : stakes.strata().get(k).slice()));
      }
    }
  }
}
