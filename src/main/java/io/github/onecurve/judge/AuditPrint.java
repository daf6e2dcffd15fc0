package io.github.onecurve.judge;

import io.github.onecurve.data.Fingerprint;
import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.insight.Bench;
import io.github.onecurve.model.Subject;
import io.github.onecurve.network.Network;
import java.util.List;

/**
 * What makes an audit the same audit.
 *
 * <p>Neither part sees what a trainer is (code has no print), what an opaque model answers to rows
 * that are not diagnosis rows, the names of producers, or limits of time and threads.
 *
 * @param setting SHA-256 over subject, stakes and seeds
 * @param insights SHA-256 over what was committed and how it is grouped into producers, without
 *     their names and whatever their order
 */
record AuditPrint(String setting, String insights) {
  static AuditPrint of(
      Subject subject, Bench bench, int retrainingSeeds, List<Submission> submissions) {
    return new AuditPrint(setting(subject, bench, retrainingSeeds), insights(submissions));
  }

  /** The print of subject, stakes and seeds, which stand before any producer is asked. */
  static String setting(Subject subject, Bench bench, int retrainingSeeds) {
    Fingerprint print = Fingerprint.start();
    print.add(modelOf(subject, bench)).add(subject.diagnosis().fingerprint());
    print.add(subject.training().map(LabelledRows::fingerprint).orElse(""));
    print.add(subject.pool().map(LabelPool::fingerprint).orElse(""));
    print.add(subject.trainer().isPresent() ? 1 : 0);
    print.add(ContentHash.of(bench.stakes(), model -> ""));
    return print.add(bench.auditSeed()).add(retrainingSeeds).hex();
  }

  /** The print of what was committed. */
  static String insights(List<Submission> submissions) {
    Fingerprint print = Fingerprint.start().add(submissions.size());
    submissions.stream().map(AuditPrint::of).sorted().forEach(print::add);
    return print.hex();
  }

  /** The print of a network's numbers, or that of another model's answers to the diagnosis rows. */
  static String modelOf(Subject subject, Bench bench) {
    return subject.model() instanceof Network network
        ? network.fingerprint()
        : bench.answers().today().fingerprint();
  }

  /** What one producer handed in, in its order: levels hang on it, and so do labels bought. */
  private static String of(Submission submission) {
    Fingerprint print = Fingerprint.start();
    print.add(submission.failure().map(failure -> failure.status().toString()).orElse(""));
    print.add(
        submission
            .account()
            .flatMap(LabelPool.Account::bought)
            .map(LabelledRows::fingerprint)
            .orElse(""));
    submission.insights().forEach(commitment -> print.add(commitment.hash()));
    return print.hex();
  }
}
