package io.github.onecurve.judge;

import io.github.onecurve.data.Slice;
import io.github.onecurve.model.Subject;
import io.github.onecurve.network.Network;
import io.github.onecurve.remedy.AcquireLabels;
import io.github.onecurve.remedy.DiagnosisRows;
import io.github.onecurve.remedy.ExpectedCostRule;
import io.github.onecurve.remedy.Hold;
import io.github.onecurve.remedy.Prune;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.remedy.ShipAsIs;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * What everyone could do without any insight: the rows that each insight must beat, the same for
 * all.
 */
final class HouseRules {
  private static final double PRUNED = 0.9;

  private HouseRules() {}

  /**
   * The house rows of a subject; what it cannot do is absent.
   *
   * @param labelCounts each number of labels that an insight pays
   */
  static List<Candidate> of(Subject subject, SortedSet<Integer> labelCounts) {
    List<Candidate> rows = new ArrayList<>();
    rows.add(Candidate.house("ship as it is", new ShipAsIs(), 0));
    rows.add(Candidate.house("hold", new Hold(), 0));
    rows.add(Candidate.house("Chow's rule", new ExpectedCostRule(), 0));
    if (subject.model() instanceof Network) {
      rows.add(Candidate.house("prune 90%", new Prune(PRUNED), 0));
    }
    if (subject.trainer().isPresent()) {
      addRetrained(rows, subject, labelCounts);
    }
    return rows;
  }

  private static void addRetrained(
      List<Candidate> rows, Subject subject, SortedSet<Integer> labelCounts) {
    if (subject.training().isPresent()) {
      rows.add(Candidate.house("retrain on the same rows", Retrain.with(), 0));
    }
    rows.add(Candidate.house("retrain, diagnosis rows too", Retrain.with(new DiagnosisRows()), 0));
    if (subject.pool().isEmpty() || subject.pool().get().isClosed()) {
      return;
    }
    for (int m : labelCounts) {
      AcquireLabels random = new AcquireLabels(Slice.all(), m);
      rows.add(Candidate.house("+" + m + " random labels", Retrain.with(random), m));
      rows.add(
          Candidate.house(
              "+" + m + " random labels, diagnosis rows too",
              Retrain.with(random, new DiagnosisRows()),
              m));
    }
  }
}
