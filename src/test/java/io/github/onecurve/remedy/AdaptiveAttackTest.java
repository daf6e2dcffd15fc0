package io.github.onecurve.remedy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.attack.AttackBudget;
import io.github.onecurve.attack.Norm;
import io.github.onecurve.attack.Threat;
import io.github.onecurve.data.Attribute;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowSet;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Workers;
import io.github.onecurve.model.Logits;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.stakes.CostTable;
import io.github.onecurve.stakes.Stakes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptiveAttackTest {
  private static final long WRONG = 10_000;
  private static final long ABSTAIN = 3_000;
  private static final AttackBudget BLIND = new AttackBudget(40, 1);
  private static final Threat THREAT = Threat.linf(0.25);
  private static final Planes PLANES = Planes.drawn(3);
  private static final LabelledRows ROWS = PLANES.rows(4, 300);

  @ParameterizedTest
  @EnumSource(Norm.class)
  void aLinearModelLosesTheRowsThatTheClosedFormSays(Norm norm) throws InterruptedException {
    float[] w = {1, -2, 0.5f, 0, 3, -1, 0.25f, 2};
    Planes plane = Planes.of(new float[8], w);
    LabelledRows rows = plane.rows(1, 300);
    Threat threat =
        switch (norm) {
          case LINF -> Threat.linf(0.2);
          case L2 -> Threat.l2(0.5);
          case L1 -> Threat.l1(0.7);
        };
    double reach =
        switch (norm) {
          case LINF -> 0.2 * IntStream.range(0, 8).mapToDouble(i -> Math.abs(w[i])).sum();
          case L2 -> 0.5 * Math.sqrt(IntStream.range(0, 8).mapToDouble(i -> w[i] * w[i]).sum());
          case L1 -> 0.7 * 3;
        };
    long[] worst = on(rows, plane, threat, new AttackBudget(60, 50), Stakes.standard()).today();
    for (int row = 0; row < rows.size(); row++) {
      double margin = Math.abs(plane.logits(rows.rows().row(row))[1]);
      if (Math.abs(margin - reach) > 5e-3) {
        assertEquals(margin < reach ? WRONG : 0, worst[row], "row " + row + ", margin " + margin);
      }
    }
  }

  @Test
  void aGuardOnAnInputSeesWhatIsTried() throws InterruptedException {
    Planes sure = Planes.of(new float[8], new float[] {0, 0, 0, 0, 0, 0, 0, 0});
    LabelledRows rows = sure.rows(2, 60);
    Deployment guarded =
        after(rows, sure, new AbstainWhen(Slice.of(new Slice.FeatureRange(0, 1, 9))));
    AdaptiveAttack attack = on(rows, sure, THREAT, new AttackBudget(10, 200), Stakes.standard());
    long[] worst = worst(attack, guarded, rows);
    for (int row = 0; row < rows.size(); row++) {
      assertEquals(rows.rows().input(row, 0) >= 0.75 ? ABSTAIN : 0, worst[row], "row " + row);
    }
  }

  @Test
  void aGuardOnAnAttributeKeepsTheCleanValue() throws InterruptedException {
    Planes sure = Planes.of(new float[8], new float[8]);
    LabelledRows plain = sure.rows(2, 60);
    List<String> sites = IntStream.range(0, 60).mapToObj(i -> i % 3 == 0 ? "x" : "y").toList();
    LabelledRows rows = plain.with(Attribute.categorical("site", sites).knownAtDecision());
    Deployment guarded = after(rows, sure, new AbstainWhen(Slice.where("site", "x")));
    long[] worst =
        worst(on(rows, sure, THREAT, new AttackBudget(10, 100), Stakes.standard()), guarded, rows);
    for (int row = 0; row < 60; row++) {
      assertEquals(row % 3 == 0 ? ABSTAIN : 0, worst[row]);
    }
  }

  @Test
  void guardsArePassedStraightThroughByTheGradient() throws InterruptedException {
    AdaptiveAttack attack = on(ROWS, Planes.drawn(9), THREAT, BLIND, Stakes.standard());
    Deployment bare = Deployment.of(Planes.drawn(11)).with(PLANES); // nothing found elsewhere helps
    Deployment guarded = after(ROWS, bare, new AbstainBelow(0.4));
    long[] open = worst(attack, bare, ROWS);
    long[] hidden = worst(attack, guarded, ROWS);
    assertTrue(count(open, WRONG) > 100, count(open, WRONG) + " fall");
    assertTrue(
        count(hidden, WRONG) > 0.95 * count(open, WRONG),
        count(hidden, WRONG) + " of " + count(open, WRONG));
  }

  @Test
  void whatWasFoundAgainstTodaysModelIsTriedOnAll() throws InterruptedException {
    AdaptiveAttack attack = on(ROWS, PLANES, THREAT, BLIND, Stakes.standard());
    long[] masked = worst(attack, swapped(PLANES.opaque()), ROWS);
    assertTrue(count(attack.today(), WRONG) > 100);
    assertArrayEquals(attack.today(), masked);
  }

  @Test
  void whatWasFoundAgainstTheModelThatItCameFromIsTriedToo() throws InterruptedException {
    AdaptiveAttack attack = on(ROWS, Planes.drawn(9), THREAT, BLIND, Stakes.standard());
    Deployment origin = swapped(PLANES);
    long[] open = worst(attack, origin, ROWS);
    long[] masked = worst(attack, origin.with(PLANES.opaque()), ROWS);
    assertTrue(count(open, WRONG) > 100);
    assertArrayEquals(open, masked);
    long[] guarded =
        worst(attack, after(ROWS, origin.with(PLANES.opaque()), new AbstainBelow(0)), ROWS);
    assertArrayEquals(open, guarded);
  }

  @Test
  void aModelThatOthersCameFromIsAttackedOnce() throws InterruptedException {
    Planes origin = Planes.drawn(3);
    AdaptiveAttack attack = on(ROWS, Planes.drawn(9), THREAT, BLIND, Stakes.standard());
    Deployment from = swapped(origin);
    worst(attack, from.with(PLANES.opaque()), ROWS);
    long asked = origin.rowsAsked.get();
    assertTrue(asked > 300);
    worst(attack, from.with(Planes.drawn(5).opaque()), ROWS);
    assertTrue(origin.rowsAsked.get() - asked < 600, "only asked how it takes batches");
  }

  @Test
  void squareFindsWhatHasNoSlope() throws InterruptedException {
    Planes rounded = PLANES.rounding(0.2f);
    long[] alone = on(ROWS, rounded, THREAT, new AttackBudget(40, 1), Stakes.standard()).today();
    long[] hunted = on(ROWS, rounded, THREAT, new AttackBudget(40, 300), Stakes.standard()).today();
    assertTrue(count(hunted, WRONG) > count(alone, WRONG) + 50);
  }

  @Test
  void onlyRowsAtTheirDearestEntryAreSkipped() throws InterruptedException {
    Stakes stakes = Stakes.standard().critical("a", "c", 5);
    Planes planes = Planes.drawn(3);
    LabelledRows decided = planes.rows(4, 200);
    int[] labels = new int[200]; // all are "a", so that most are wrong as they are
    LabelledRows rows = LabelledRows.of(decided.rows(), labels, Planes.CLASSES);
    int[] decisions = decisions(Deployment.of(planes), rows);
    long[] worst = on(rows, planes, Threat.linf(0.6), BLIND, stakes).today();
    int risen = 0;
    for (int row = 0; row < 200; row++) {
      assertTrue(decisions[row] != 2 || worst[row] == 50_000);
      risen += decisions[row] == 1 && worst[row] == 50_000 ? 1 : 0;
    }
    assertTrue(risen > 20, risen + " wrong rows became critical");

    LabelledRows dear = rows.select(RowSet.where(200, row -> decisions[row] == 2));
    AdaptiveAttack attack = on(dear, Planes.drawn(9), Threat.linf(0.6), BLIND, stakes);
    long before = planes.rowsAsked.get();
    long[] found = attack.worst(swapped(planes), decisions(Deployment.of(planes), dear));
    assertTrue(Arrays.stream(found).allMatch(cost -> cost == 50_000));
    assertTrue(planes.rowsAsked.get() - before < 1000, "asked how it takes batches, no more");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRowsCostHangsOnTheRowAlone(boolean guarded) throws InterruptedException {
    AttackBudget budget = new AttackBudget(12, 30);
    Deployment system = swapped(Planes.drawn(5));
    system = guarded ? after(ROWS, system, new AbstainBelow(0.5)) : system;
    AdaptiveAttack attack = on(ROWS, PLANES, THREAT, budget, Stakes.standard());
    long[] whole = worst(attack, system, ROWS);
    int[] order = IntStream.range(0, 300).map(i -> i * 7 % 300).toArray();
    LabelledRows turned = ROWS.select(order);
    AdaptiveAttack other = on(turned, PLANES, THREAT, budget, Stakes.standard());
    assertArrayEquals(select(attack.today(), order), other.today());
    assertArrayEquals(select(whole, order), worst(other, system, turned));
    RowSet chosen = RowSet.where(300, row -> row % 3 == 1);
    AdaptiveAttack part = attack.part(chosen);
    assertArrayEquals(select(attack.today(), chosen.indices()), part.today());
    assertArrayEquals(select(whole, chosen.indices()), worst(part, system, ROWS.select(chosen)));
    try (Workers workers = Workers.of(3)) {
      int[] decisions = decisions(system, ROWS);
      assertArrayEquals(whole, attack.worst(system, decisions, workers::all));
    }
  }

  @Test
  void chanceHangsOnTheSeedOfTheAudit() throws InterruptedException {
    AttackBudget brief = new AttackBudget(1, 3);
    Planes rounded = PLANES.rounding(0.3f);
    long[] one = on(ROWS, rounded, THREAT, brief, Stakes.standard(), 1).today();
    assertArrayEquals(one, on(ROWS, rounded, THREAT, brief, Stakes.standard(), 1).today());
    long[] two = on(ROWS, rounded, THREAT, brief, Stakes.standard(), 2).today();
    assertFalse(Arrays.equals(one, two));
  }

  @Test
  void aSystemThatIsHeldBackCannotBeMovedAndIsNotAsked() throws InterruptedException {
    Planes planes = Planes.drawn(3);
    AdaptiveAttack attack = on(ROWS, PLANES, THREAT, BLIND, Stakes.standard());
    Deployment held = swapped(planes).hold();
    int[] decisions = new int[300];
    Arrays.fill(decisions, -1);
    long[] worst = attack.worst(held, decisions);
    assertTrue(LongStream.of(worst).allMatch(cost -> cost == ABSTAIN));
    assertEquals(0, planes.rowsAsked.get());
    assertFalse(AdaptiveAttack.isBlind(Deployment.of(planes.opaque()).hold()));
  }

  @Test
  void aModelWithoutGradientsIsKnown() {
    assertTrue(AdaptiveAttack.isBlind(Deployment.of(PLANES.opaque())));
    assertFalse(AdaptiveAttack.isBlind(Deployment.of(PLANES)));
  }

  @Test
  void logitsThatAreNotNumbersAreDearest() throws InterruptedException {
    Model holed =
        Model.ofRows(
            rows ->
                Arrays.stream(rows)
                    .map(row -> row[0] > 1 ? new float[] {Float.NaN, 0, 0} : PLANES.logits(row))
                    .toArray(float[][]::new));
    AdaptiveAttack attack =
        on(ROWS, PLANES, THREAT, new AttackBudget(5, 100), Stakes.standard().abstain(4));
    long[] worst = worst(attack, swapped(holed), ROWS);
    for (int row = 0; row < 300; row++) {
      if (ROWS.rows().input(row, 0) > 0.8) {
        assertEquals(40_000, worst[row]);
      }
    }
  }

  @Test
  void rowsOutsideOfTheBoxAreRefused() {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> on(ROWS, PLANES, THREAT.within(0, 1), BLIND, Stakes.standard()));
    assertTrue(thrown.getMessage().startsWith("clean inputs must lie in the threat's box"));
  }

  private static AdaptiveAttack on(
      LabelledRows rows, Model today, Threat threat, AttackBudget budget, Stakes stakes)
      throws InterruptedException {
    return on(rows, today, threat, budget, stakes, 1);
  }

  private static AdaptiveAttack on(
      LabelledRows rows,
      Model today,
      Threat threat,
      AttackBudget budget,
      Stakes stakes,
      long auditSeed)
      throws InterruptedException {
    CostTable costs = CostTable.of(stakes, rows.classNames());
    try (Workers workers = Workers.of(2)) {
      return AdaptiveAttack.of(
          rows,
          today,
          decisions(Deployment.of(today), rows),
          threat,
          budget,
          costs,
          auditSeed,
          workers::all);
    }
  }

  /** Deployed in place of something else that is never asked. */
  private static Deployment swapped(Model model) {
    return Deployment.of(PLANES).with(model);
  }

  private static Deployment after(LabelledRows rows, Model model, Remedy guard)
      throws InterruptedException {
    return after(rows, Deployment.of(model), guard);
  }

  private static Deployment after(LabelledRows rows, Deployment system, Remedy guard)
      throws InterruptedException {
    Subject subject = Subject.of(PLANES).diagnosedOn(rows);
    return guard.carryOut(system, Workshop.of(subject, Stakes.standard(), 1));
  }

  private static long[] worst(AdaptiveAttack attack, Deployment system, LabelledRows rows)
      throws InterruptedException {
    return attack.worst(system, decisions(system, rows));
  }

  private static int[] decisions(Deployment system, LabelledRows rows) {
    return system.decide(rows.rows(), Logits.of(system.model(), rows.rows(), rows.classes()));
  }

  private static long count(long[] costs, long cost) {
    return Arrays.stream(costs).filter(c -> c == cost).count();
  }

  private static long[] select(long[] costs, int[] rows) {
    return IntStream.of(rows).mapToLong(row -> costs[row]).toArray();
  }
}
