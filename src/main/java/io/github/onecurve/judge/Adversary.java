package io.github.onecurve.judge;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.insight.Bench;
import io.github.onecurve.insight.Workers;
import io.github.onecurve.model.Subject;
import io.github.onecurve.remedy.AdaptiveAttack;
import io.github.onecurve.remedy.Answers;
import io.github.onecurve.remedy.Deployment;
import io.github.onecurve.stakes.CostTable;
import io.github.onecurve.stakes.Stakes;
import java.util.Optional;

/**
 * Who attacks systems on the judge rows, where a share of the traffic is hostile: today's before
 * any producer has seen the model, the others as they are carried out.
 */
final class Adversary {
  private final Subject subject;
  private final Bench bench;
  private final LabelledRows rows;
  private final Answers judged;
  private volatile Optional<AdaptiveAttack> attack = Optional.empty();

  Adversary(Subject subject, Bench bench, LabelledRows rows, Answers judged) {
    this.subject = subject;
    this.bench = bench;
    this.rows = rows;
    this.judged = judged;
  }

  /**
   * Attacks today's system.
   *
   * @throws IllegalArgumentException if the threat does not fit the rows
   */
  void attackToday(Workers workers) throws InterruptedException {
    Optional<Stakes.Attack> declared = bench.stakes().attack();
    if (declared.isPresent()) {
      attack =
          Optional.of(
              AdaptiveAttack.of(
                  rows,
                  subject.model(),
                  judged.decisions(Deployment.of(subject.model())),
                  declared.get().threat(),
                  declared.get().budget(),
                  CostTable.of(bench.stakes(), rows.classNames()),
                  bench.auditSeed(),
                  workers::all));
    }
  }

  /** The worst costs of today's system, in units; none where nothing was attacked. */
  long[] worstToday() {
    return attack.map(AdaptiveAttack::today).orElse(new long[0]);
  }

  /**
   * The worst costs of a system, in units; none where nothing was attacked.
   *
   * @param decisions of the system, {@code [n]}
   */
  long[] worst(Deployment system, int[] decisions) throws InterruptedException {
    return attack.isPresent() ? attack.get().worst(system, decisions) : new long[0];
  }
}
