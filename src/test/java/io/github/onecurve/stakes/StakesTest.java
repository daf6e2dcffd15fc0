package io.github.onecurve.stakes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.onecurve.attack.AttackBudget;
import io.github.onecurve.attack.Threat;
import io.github.onecurve.data.Attribute;
import io.github.onecurve.data.Rows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.stakes.Stakes.Stratum;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StakesTest {
  private static final List<String> CLASSES = List.of("a", "b", "c");
  private static final Rows ROWS =
      Rows.of(new float[][] {{0}, {1}, {2}, {3}, {4}})
          .with(Attribute.categorical("site", List.of("x", "x", "y", "y", "z")));

  @Test
  void theStandardStakesAreThoseOfTheDefinition() {
    Stakes stakes = Stakes.standard();
    assertEquals(1, stakes.wrong());
    assertEquals(0.3, stakes.abstain());
    assertEquals(List.of(), stakes.critical());
    assertEquals(0.001, stakes.runningPrice());
    assertEquals(600, stakes.labelsFor(600));
    assertEquals(20, stakes.labelBudget(20).labelsFor(600));
    assertEquals(List.of(), stakes.strata());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-4, 0.0003, 0.1 + 0.2, 3 * 0.3, 0.7 * 3, 1, 5.1234, 1e6, 1e9})
  void takesWholeMultiplesOfTheUnitHoweverTheyWereComputed(double price) {
    Stakes stakes = Stakes.standard().wrong(price).abstain(price).runningPrice(price);
    assertEquals(Math.round(price * 1e4), CostTable.of(stakes, CLASSES).cost(0, Decision.ABSTAIN));
  }

  @ParameterizedTest
  @ValueSource(doubles = {5e-5, 0.12345, 1.00001, 0.3 + 1e-10, 123456.00005, 1e8 + 5e-5})
  void refusesOtherPricesHoweverLarge(double price) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Stakes.standard().wrong(price));
    assertEquals(
        "wrong must be a whole multiple of 1e-4, found "
            + price
            + ": round it, to "
            + Math.round(price * 1e4) / 1e4
            + " for instance",
        refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY, 2e9})
  void refusesWhatIsNoPrice(double price) {
    refuses(
        () -> Stakes.standard().abstain(price),
        "abstain must be between 0 and 1e9, found " + price + ": give a price in mistakes");
    refuses(
        () -> Stakes.standard().runningPrice(price),
        "runningPrice must be between 0 and 1e9, found " + price + ": give a price in mistakes");
    refuses(
        () -> Stakes.standard().critical("a", "b", price),
        "cost of a called b must be between 0 and 1e9, found "
            + price
            + ": give a price in mistakes");
  }

  @Test
  void refusesConfusionsThatAreNone() {
    refuses(
        () -> Stakes.standard().critical("a", "a", 2),
        "a critical confusion needs two different classes, found \"a\" twice");
    Stakes unknown = Stakes.standard().critical("a", "d", 2);
    refuses(
        () -> CostTable.of(unknown, CLASSES),
        "critical confusions must name classes of the model, one of [a, b, c], found \"d\"");
    Stakes.Critical twice = new Stakes.Critical("a", "b", 2);
    Stakes s = Stakes.standard();
    refuses(
        () ->
            new Stakes(
                s.wrong(),
                s.abstain(),
                List.of(twice, twice),
                0,
                s.attack(),
                s.labelBudget(),
                s.strata()),
        "each critical confusion must be declared once, found " + List.of(twice, twice));
    assertEquals(
        List.of(new Stakes.Critical("a", "b", 3)),
        s.critical("a", "b", 2).critical("a", "b", 3).critical());
  }

  @Test
  void refusesABudgetBelowNothingAndAnAttackOnNobody() {
    refuses(() -> Stakes.standard().labelBudget(-1), "labelBudget must not be negative, found -1");
    Stakes stakes = Stakes.standard();
    Threat threat = Threat.linf(0.1);
    assertEquals(stakes, stakes.attack(threat, 0));
    assertEquals(0.05, stakes.attack(threat).hostileShare());
    assertEquals(
        new Stakes.Attack(threat, 0.25, AttackBudget.standard()),
        stakes.attack(threat, 0.25).attack().orElseThrow());
    refuses(() -> stakes.attack(threat, 1.5), "the attack's share must be in (0, 1], found 1.5");
    refuses(
        () -> stakes.attack(threat, 0.00005),
        "the attack's share must be a whole multiple of 1e-4, found 5.0E-5: round it, to 1.0E-4 for"
            + " instance");
    refuses(
        () -> new AttackBudget(0, 5), "an attack needs at least 1 step and 1 query, found 0 and 5");
  }

  @Test
  void refusesWeightsThatAreNoShares() {
    Slice x = Slice.where("site", "x");
    refuses(
        () -> new Stratum(x, 0), "the weight of stratum \"site = x\" must be in (0, 1], found 0.0");
    refuses(
        () -> new Stratum(x, Double.NaN),
        "the weight of stratum \"site = x\" must be in (0, 1], found NaN");
    refuses(
        () -> Stakes.standard().strata(List.of(new Stratum(x, 0.5), new Stratum(x, 0.4))),
        "the weights of the strata must sum to 1 within 1e-9, found 0.9");
  }

  @Test
  void theTableHoldsEachCost() {
    CostTable costs =
        CostTable.of(Stakes.standard().critical("a", "b", 5).critical("b", "c", 0.2), CLASSES);
    long[][] expected = {{0, 50_000, 10_000}, {10_000, 0, 2_000}, {10_000, 10_000, 0}};
    for (int y = 0; y < 3; y++) {
      for (int decision = 0; decision < 3; decision++) {
        assertEquals(expected[y][decision], costs.cost(y, decision));
      }
      assertEquals(3_000, costs.cost(y, Decision.ABSTAIN));
    }
    assertEquals(50_000, costs.cost(0, Decision.NOT_A_NUMBER));
    assertEquals(10_000, costs.cost(1, Decision.NOT_A_NUMBER));
    assertEquals(50_000, costs.spread(0));
  }

  @Test
  void refusingMayBeTheDearestOfAll() {
    CostTable costs = CostTable.of(Stakes.standard().abstain(7), CLASSES);
    assertEquals(70_000, costs.cost(2, Decision.NOT_A_NUMBER));
    assertEquals(70_000, costs.spread(2));
  }

  @Test
  void chowsRuleByHand() {
    CostTable plain = CostTable.of(Stakes.standard(), CLASSES);
    assertEquals(0, plain.cheapest(new double[] {0.75, 0.15, 0.1}));
    assertEquals(Decision.ABSTAIN, plain.cheapest(new double[] {0.65, 0.3, 0.05}));
    assertEquals(1, plain.cheapest(new double[] {0.1, 0.71, 0.19}));
    // a→b costs 5: saying b at P(a) = 0.2 is expected to cost 0.2 · 5 = 1 + 0, saying a 0.8.
    CostTable critical = CostTable.of(Stakes.standard().critical("a", "b", 5).abstain(1), CLASSES);
    assertEquals(0, critical.cheapest(new double[] {0.2, 0.8, 0}));
    assertEquals(1, critical.cheapest(new double[] {0.1, 0.9, 0}));
  }

  @Test
  void chowsRuleTiesToTheLowestClassAndToAnAnswer() {
    CostTable costs = CostTable.of(Stakes.standard().abstain(0.5), List.of("a", "b"));
    assertEquals(0, costs.cheapest(new double[] {0.5, 0.5}));
  }

  @Test
  void strataPlaceEachRowOnce() {
    Stakes stakes =
        Stakes.standard()
            .strata(
                List.of(
                    new Stratum(Slice.where("site", "x"), 0.7),
                    new Stratum(Slice.where("site", "y", "z"), 0.3)));
    Strata strata = Strata.of(stakes, ROWS, "judge");
    assertEquals(2, strata.count());
    assertEquals(0, strata.of(1));
    assertEquals(1, strata.of(4));
    assertEquals(3, strata.size(1));
    assertEquals(0.7, strata.weight(0), 0);
    assertEquals(0.3, strata.weight(1), 0);
    assertEquals(1, Strata.of(Stakes.standard(), ROWS, "judge").weight(0), 0);
  }

  @Test
  void strataThatMissOrShareRowsAreCounted() {
    Stakes stakes =
        Stakes.standard()
            .strata(
                List.of(
                    new Stratum(Slice.where("site", "x", "y"), 0.4),
                    new Stratum(Slice.where("site", "y"), 0.3),
                    new Stratum(Slice.where("site", "y"), 0.3)));
    refuses(
        () -> Strata.of(stakes, ROWS, "judge"),
        "every judge row must lie in exactly one stratum, found 1 in none and 2 in several: let"
            + " the slices cover the data and exclude each other");
  }

  @Test
  void aStratumWithoutARowIsNamed() {
    Stakes stakes =
        Stakes.standard()
            .strata(
                List.of(
                    new Stratum(Slice.where("site", "x", "y", "z"), 0.4),
                    new Stratum(Slice.where("site", "nowhere"), 0.6)));
    refuses(
        () -> Strata.of(stakes, ROWS, "diagnosis"),
        "every stratum needs a diagnosis row, found none in [site = nowhere]");
    assertEquals(0, Strata.ofPart(stakes, ROWS, "diagnosis").size(1));
  }

  private static void refuses(Executable call, String message) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
