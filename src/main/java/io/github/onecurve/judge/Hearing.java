package io.github.onecurve.judge;

import io.github.onecurve.data.Fingerprint;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.insight.Bench;
import io.github.onecurve.model.Subject;
import io.github.onecurve.network.Network;
import io.github.onecurve.remedy.Answers;
import io.github.onecurve.remedy.Deployment;
import io.github.onecurve.stakes.CostTable;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stakes.Strata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an audit is judged on: the subject, the sealed rows, and what today's model answers to them.
 *
 * @param fold the sealed rows
 * @param retrainingSeeds S, at least 3
 * @param judged today's answers to the sealed rows
 * @param opened how they were opened
 * @param adversary who attacks systems on them
 */
record Hearing(
    Subject subject,
    Bench bench,
    Judge.Fold fold,
    int retrainingSeeds,
    Answers judged,
    Opened opened,
    Adversary adversary) {
  /** A hearing that is not opened yet, for which today's model is asked about the rows. */
  static Hearing of(Subject subject, Bench bench, Judge.Fold fold, int retrainingSeeds) {
    LabelledRows rows = fold.rows();
    Answers judged = Answers.of(rows.rows(), subject.model(), rows.classes());
    return new Hearing(
        subject,
        bench,
        fold,
        retrainingSeeds,
        judged,
        Opened.notRecorded(),
        new Adversary(subject, bench, rows, judged));
  }

  /** The sealed rows, those that occur elsewhere left out. */
  LabelledRows rows() {
    return fold.rows();
  }

  /** How many were left out. */
  JudgedRows counts() {
    return fold.counts();
  }

  Stakes stakes() {
    return bench.stakes();
  }

  /** This hearing once it is known how its rows were opened. */
  Hearing with(Opened known) {
    return new Hearing(subject, bench, fold, retrainingSeeds, judged, known, adversary);
  }

  /** The system as it is today. */
  PricedSystem today() {
    Deployment shipped = Deployment.of(subject.model());
    return PricedSystem.ofToday(
        shipped,
        StatusQuo.of(judged.decisions(shipped), adversary.worstToday()),
        subject.model() instanceof Network);
  }

  /** What decisions about the sealed rows cost. */
  Bill bill(PricedSystem today) {
    return new Bill(
        rows().labels(),
        Strata.of(stakes(), rows().rows(), "judge"),
        CostTable.of(stakes(), rows().classNames()),
        today.today());
  }

  /** What was audited and judged, by name. */
  Map<String, String> fingerprints(List<Docket.Entry> entries) {
    Map<String, String> prints = new TreeMap<>();
    prints.put("diagnosis rows", subject.diagnosis().fingerprint());
    prints.put("judge rows", rows().fingerprint());
    prints.put(
        "model",
        subject.model() instanceof Network network
            ? network.fingerprint()
            : bench.answers().today().fingerprint());
    subject.training().ifPresent(t -> prints.put("training rows", t.fingerprint()));
    subject.pool().ifPresent(p -> prints.put("pool", p.rows().fingerprint()));
    String committed =
        entries.stream()
            .map(e -> e.provenance().contentHash())
            .sorted()
            .collect(Collectors.joining());
    prints.put("committed insights", Fingerprint.start().add(committed).hex());
    return prints;
  }

  /** What a reader of the board should know. */
  List<String> notes(List<Submission> submissions) {
    List<String> notes = new ArrayList<>();
    submissions.stream()
        .filter(Submission::isSilent)
        .map(submission -> "\"" + submission.producer() + "\" had nothing to say")
        .sorted()
        .forEach(notes::add);
    submissions.stream()
        .filter(submission -> submission.insights().isEmpty() && submission.spent() > 0)
        .map(
            submission ->
                String.format(
                    "\"%s\" bought %d labels that no insight of its own pays",
                    submission.producer(), submission.spent()))
        .sorted()
        .forEach(notes::add);
    notes.addAll(opened.notes());
    if (!judged.isRowExact()) {
      notes.add("model not row-exact: a row's logits depend on its neighbours");
    }
    for (int c = 0; c < rows().classes(); c++) {
      if (opened.opening() != Opening.NOT_OPENED && !occurs(c)) {
        notes.add("no judge row is of class \"" + rows().classNames().get(c) + "\"");
      }
    }
    if (100L * counts().removed() > counts().judged() + (long) counts().removed()) {
      notes.add(
          "the judged population has changed: "
              + counts().removed()
              + " rows that occur among other rows were left out, more than 1%");
    }
    notes.addAll(fold.warnings());
    return notes;
  }

  private boolean occurs(int label) {
    return Arrays.stream(rows().labels()).anyMatch(l -> l == label);
  }
}
