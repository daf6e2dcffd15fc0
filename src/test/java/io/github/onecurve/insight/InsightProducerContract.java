package io.github.onecurve.insight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.Audit;
import io.github.onecurve.OneCurve;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.judge.Status;
import io.github.onecurve.judge.Verdict;
import io.github.onecurve.model.Logits;
import io.github.onecurve.model.Subject;
import io.github.onecurve.network.Network;
import io.github.onecurve.remedy.Answers;
import io.github.onecurve.stakes.Stakes;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What every producer owes: a test class of a producer implements it and says which producer it is.
 */
public interface InsightProducerContract {
  /** The producer as it comes, unconfigured. */
  InsightProducer producer();

  /** A small subject that has everything that the producer requires. */
  default Subject subject() {
    return SmallWorld.subject();
  }

  /** A subject of the same model that has nothing but what the producer requires. */
  default Subject bareSubject() {
    return SmallWorld.bare();
  }

  /** Whether the result is the same whatever the order of the diagnosis rows. */
  default boolean ignoresOrder() {
    return true;
  }

  @Test
  default void saysItInWordsThatAreNotBlank() throws Exception {
    List<? extends Insight> insights = Examinations.of(producer(), subject(), stakes());
    assertFalse(insights.isEmpty(), "on the small world there is something to say");
    for (Insight insight : insights) {
      InsightRules.check(insight);
    }
  }

  @Test
  default void saysItWithFigures() throws Exception {
    for (Insight insight : Examinations.of(producer(), subject(), stakes())) {
      assertTrue(
          Pattern.compile("[0-9]").matcher(insight.statement()).find(),
          () -> "no figure in: " + insight.statement());
    }
  }

  @Test
  default void saysTheSameTwice() throws Exception {
    assertEquals(said(subject(), stakes()), said(subject(), stakes()));
  }

  @Test
  default void saysTheSameInAnyOrderOfTheDiagnosisRows() throws Exception {
    if (ignoresOrder()) {
      LabelledRows rows = subject().diagnosis();
      int[] reversed = new int[rows.size()];
      for (int i = 0; i < reversed.length; i++) {
        reversed[i] = reversed.length - 1 - i;
      }
      assertEquals(
          acts(subject(), stakes()), acts(subject().diagnosedOn(rows.select(reversed)), stakes()));
    }
  }

  @Test
  default void leavesWhatItIsGivenAsItWas() throws Exception {
    Subject subject = subject();
    String rows = subject.diagnosis().fingerprint();
    String training = subject.training().map(LabelledRows::fingerprint).orElse("");
    String logits = logits(subject).fingerprint();
    String network = networkPrint(subject);
    Examinations.of(producer(), subject, stakes());
    assertEquals(rows, subject.diagnosis().fingerprint());
    assertEquals(training, subject.training().map(LabelledRows::fingerprint).orElse(""));
    assertEquals(logits, logits(subject).fingerprint());
    assertEquals(network, networkPrint(subject));
  }

  @Test
  default void worksWithOnlyWhatItRequires() throws Exception {
    Subject bare = bareSubject();
    for (Capability capability : producer().requires()) {
      assertTrue(capability.isMetBy(bare), () -> "the bare subject needs " + capability.need());
    }
    for (Insight insight : Examinations.of(producer(), bare, stakes())) {
      InsightRules.check(insight);
    }
  }

  @Test
  default void copesWithFiveRowsOrSaysWhyNot() throws Exception {
    copesOrSaysWhy(subject().diagnosedOn(SmallWorld.first(subject().diagnosis(), 5)), stakes());
  }

  @Test
  default void copesWithOneClassAmongTheDiagnosisLabelsOrSaysWhyNot() throws Exception {
    copesOrSaysWhy(subject().diagnosedOn(SmallWorld.ofClass(subject().diagnosis(), 0)), stakes());
  }

  @Test
  default void copesWithCriticalCosts() throws Exception {
    List<String> classes = subject().diagnosis().classNames();
    Stakes critical = stakes().critical(classes.get(0), classes.get(1), 20).abstain(0.1);
    for (Insight insight : Examinations.of(producer(), subject(), critical)) {
      InsightRules.check(insight);
    }
  }

  @Test
  default void copesWithStrata() throws Exception {
    for (Insight insight : Examinations.of(producer(), subject(), stakes().strata(halves()))) {
      InsightRules.check(insight);
    }
  }

  @Test
  default void comesThroughAnAudit() {
    Audit audit =
        OneCurve.audit(subject())
            .by("it", producer())
            .under(stakes())
            .judgedOn(judge())
            .retrainingSeeds(3)
            .run();
    assertFalse(audit.board().verdicts().isEmpty());
    for (Verdict verdict : audit.board().verdicts()) {
      assertTrue(
          verdict.status() != Status.DID_NOT_FINISH && verdict.status() != Status.VOIDED,
          () -> verdict.status() + ": " + verdict.reason());
    }
  }

  /** The stakes that are examined under; the standard ones unless said. */
  default Stakes stakes() {
    return Stakes.standard();
  }

  /** Sealed rows that fit the subject. */
  default LabelledRows judge() {
    return SmallWorld.judge();
  }

  /** Two strata that the subject's rows lie in, by the first attribute or by the first input. */
  default List<Stakes.Stratum> halves() {
    return List.of(
        new Stakes.Stratum(Slice.of(new Slice.FeatureRange(0, Double.NEGATIVE_INFINITY, 0)), 0.25),
        new Stakes.Stratum(Slice.of(new Slice.FeatureRange(0, 0, Double.POSITIVE_INFINITY)), 0.75));
  }

  private List<? extends Insight> said(Subject subject, Stakes stakes) throws Exception {
    return Examinations.of(producer(), subject, stakes);
  }

  private List<String> acts(Subject subject, Stakes stakes) throws Exception {
    return said(subject, stakes).stream()
        .map(insight -> insight.claims() + " " + insight.remedy() + " " + insight.forecast())
        .toList();
  }

  private void copesOrSaysWhy(Subject subject, Stakes stakes) throws Exception {
    try {
      for (Insight insight : Examinations.of(producer(), subject, stakes)) {
        InsightRules.check(insight);
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      assertNotNull(e.getMessage());
      assertFalse(e.getMessage().isBlank());
    }
  }

  private static Logits logits(Subject subject) {
    LabelledRows rows = subject.diagnosis();
    return Answers.of(rows.rows(), subject.model(), rows.classes()).today();
  }

  private static String networkPrint(Subject subject) {
    return subject.model() instanceof Network network ? network.fingerprint() : "";
  }
}
