package io.github.onecurve.remedy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.attack.AttackBudget;
import io.github.onecurve.attack.Pgd;
import io.github.onecurve.attack.Threat;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.model.Differentiable;
import io.github.onecurve.model.Logits;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.stakes.CostTable;
import io.github.onecurve.stakes.Stakes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What hides its slopes is not thought the better of: its worst costs are about those of the honest
 * model, where gradients alone find next to nothing. docs/actionability.md has the numbers.
 */
class MaskedGradientsTest {
  private static final Threat THREAT = Threat.linf(0.25);
  private static final AttackBudget BUDGET = new AttackBudget(40, 1000);
  private static final Planes HONEST = Planes.drawn(3);
  private static final LabelledRows ROWS = HONEST.rows(4, 300);

  /** How a mask fares: the mean worst cost by gradients alone, and by all that is tried. */
  private record Fared(double byGradients, double byAll) {}

  static Stream<Arguments> masks() {
    return Stream.of(
        Arguments.of("honest", HONEST, Optional.empty(), 0.517, 0.577),
        Arguments.of("rounded inputs", HONEST.rounding(0.03f), Optional.empty(), 0.080, 0.570),
        Arguments.of("saturating logits", HONEST.times(1e6f), Optional.empty(), 0.517, 0.573),
        Arguments.of("no gradients", HONEST.opaque(), Optional.empty(), 0, 0.573),
        Arguments.of(
            "refuses what is near", HONEST, Optional.of(new AbstainBelow(0.45)), 0.395, 0.568));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("masks")
  void whatHidesItsSlopesLosesWhatTheHonestModelLoses(
      String how, Model masked, Optional<Remedy> guard, double byGradients, double byAll)
      throws InterruptedException {
    Fared honest = fared(HONEST, Optional.empty());
    Fared hidden = fared(masked, guard);
    assertEquals(byGradients, hidden.byGradients(), 0.02, "what the page says of PGD alone");
    assertEquals(byAll, hidden.byAll(), 0.01, "what the page says of all attacks");
    assertTrue(hidden.byAll() > 0.97 * honest.byAll(), honest + " and, hidden, " + hidden);
  }

  private static Fared fared(Model model, Optional<Remedy> guard) throws InterruptedException {
    Deployment system = Deployment.of(Planes.drawn(9)).with(model);
    if (guard.isPresent()) {
      Subject subject = Subject.of(HONEST).diagnosedOn(ROWS);
      system = guard.get().carryOut(system, Workshop.of(subject, Stakes.standard(), 1));
    }
    return new Fared(byGradients(system), byAll(system));
  }

  /** Of an unrelated model today, so that nothing found against it helps. */
  private static double byAll(Deployment system) throws InterruptedException {
    Planes today = Planes.drawn(9);
    AdaptiveAttack attack =
        AdaptiveAttack.of(
            ROWS,
            today,
            decisions(Deployment.of(today), ROWS),
            THREAT,
            BUDGET,
            CostTable.of(Stakes.standard(), ROWS.classNames()),
            1,
            MaskedGradientsTest::inTurn);
    long[] worst = attack.worst(system, decisions(system, ROWS));
    return LongStream.of(worst).average().orElseThrow() * Stakes.UNIT;
  }

  /** PGD on the logits, and what the whole system decides about the one input that it returns. */
  private static double byGradients(Deployment system) throws InterruptedException {
    LabelledRows found =
        system.model() instanceof Differentiable model
            ? Pgd.standard().attack(model, ROWS, THREAT, 1).rows()
            : ROWS;
    CostTable costs = CostTable.of(Stakes.standard(), ROWS.classNames());
    int[] decisions = decisions(system, found);
    long sum = 0;
    for (int row = 0; row < ROWS.size(); row++) {
      sum += costs.cost(ROWS.label(row), decisions[row]);
    }
    return sum * Stakes.UNIT / ROWS.size();
  }

  private static int[] decisions(Deployment system, LabelledRows rows) {
    return system.decide(rows.rows(), Logits.of(system.model(), rows.rows(), rows.classes()));
  }

  private static <T> List<T> inTurn(List<Callable<T>> work) {
    return work.stream().map(MaskedGradientsTest::result).toList();
  }

  private static <T> T result(Callable<T> work) {
    try {
      return work.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
