package io.github.onecurve.report;

import io.github.onecurve.attack.AttackBudget;
import io.github.onecurve.attack.Box;
import io.github.onecurve.attack.Norm;
import io.github.onecurve.attack.Threat;
import io.github.onecurve.data.Slice;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Forecast;
import io.github.onecurve.judge.Acting;
import io.github.onecurve.judge.Amount;
import io.github.onecurve.judge.BreakEven;
import io.github.onecurve.judge.ClaimVerdict;
import io.github.onecurve.judge.DecisionShare;
import io.github.onecurve.judge.ForecastVerdict;
import io.github.onecurve.judge.HouseRow;
import io.github.onecurve.judge.JudgedRows;
import io.github.onecurve.judge.Measured;
import io.github.onecurve.judge.Meters;
import io.github.onecurve.judge.Opening;
import io.github.onecurve.judge.Provenance;
import io.github.onecurve.judge.Remaining;
import io.github.onecurve.judge.Scoreboard;
import io.github.onecurve.judge.Status;
import io.github.onecurve.judge.Verdict;
import io.github.onecurve.remedy.Ablate;
import io.github.onecurve.remedy.AbstainBelow;
import io.github.onecurve.remedy.AbstainOn;
import io.github.onecurve.remedy.AbstainWhen;
import io.github.onecurve.remedy.AcquireLabels;
import io.github.onecurve.remedy.AugmentAdversarially;
import io.github.onecurve.remedy.Change;
import io.github.onecurve.remedy.Compose;
import io.github.onecurve.remedy.DiagnosisRows;
import io.github.onecurve.remedy.ExpectedCostRule;
import io.github.onecurve.remedy.Hold;
import io.github.onecurve.remedy.Prune;
import io.github.onecurve.remedy.RecordedModel;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.remedy.Reweight;
import io.github.onecurve.remedy.ShipAsIs;
import io.github.onecurve.remedy.SwapModel;
import io.github.onecurve.stakes.Stakes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Boards of any content that the records allow, sorted as the judge sorts them. */
final class RandomBoard {
  private static final List<String> CLASSES = List.of("human", "gorilla", "not \"either\"");
  private static final List<String> TEXTS =
      List.of(
          "plain",
          "a/b~c",
          "tab\tand\nline\u0007",
          "\"quoted\" \\ back",
          "人間とゴリラ",
          "e\u0301 \uD83E\uDD8D",
          "half \uD83E of a character",
          "a → b ≤ ∞ \u2028",
          "a very long text that goes on and on and on and on, far past where any table may end",
          "");

  private final SplittableRandom random;

  private RandomBoard(long seed) {
    this.random = new SplittableRandom(seed);
  }

  static Scoreboard of(long seed) {
    return new RandomBoard(seed).board();
  }

  private Scoreboard board() {
    List<Verdict> verdicts = new ArrayList<>(list(12, this::verdict));
    verdicts.sort(Comparator.comparingDouble(v -> -low(v.measured())));
    List<HouseRow> house = new ArrayList<>(list(8, this::houseRow));
    house.sort(Comparator.comparingDouble(h -> -low(h.measured())));
    return new Scoreboard(
        stakes(),
        CLASSES,
        random.nextLong(),
        random.nextInt(3, 9),
        new TreeMap<>(Map.of("model " + text(), text(), "rows", text())),
        new JudgedRows(count(), count(), count(), count(), count()),
        List.of(Opening.values()).get(random.nextInt(Opening.values().length)),
        amount(),
        list(5, this::decisionShare),
        random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(number()),
        verdicts,
        house,
        optional(this::remaining),
        list(3, this::text),
        random.nextBoolean(),
        new Meters(list(3, () -> new Meters.Stage(text(), number(), number()))));
  }

  private static double low(Optional<Measured> measured) {
    return measured.map(m -> m.savedPer1000().low()).orElse(Double.NEGATIVE_INFINITY);
  }

  private Stakes stakes() {
    List<Stakes.Critical> critical =
        random.nextBoolean()
            ? List.of()
            : List.of(
                new Stakes.Critical(CLASSES.get(0), CLASSES.get(1), price()),
                new Stakes.Critical(CLASSES.get(2), CLASSES.get(1), price()));
    double weight = random.nextDouble(0.01, 0.99);
    List<Stakes.Stratum> strata =
        random.nextBoolean()
            ? List.of()
            : List.of(new Stakes.Stratum(slice(), weight), new Stakes.Stratum(slice(), 1 - weight));
    return new Stakes(
        price(),
        price(),
        critical,
        price(),
        optional(this::attack),
        random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(count()),
        strata);
  }

  private Stakes.Attack attack() {
    return new Stakes.Attack(
        Threat.l2(random.nextDouble(0.1, 2)),
        random.nextInt(1, 10_001) / 10_000.0,
        new AttackBudget(random.nextInt(1, 200), random.nextInt(1, 9000)));
  }

  private Verdict verdict() {
    Optional<Measured> measured = optional(this::measured);
    List<Status> statuses =
        List.of(Status.values()).stream()
            .filter(status -> status.isMeasured() == measured.isPresent())
            .toList();
    return new Verdict(
        new Provenance(text(), random.nextInt(1, 9), text(), random.nextDouble()),
        text(),
        slice(),
        measured.isPresent() ? Optional.of(remedy(2)) : optional(() -> remedy(2)),
        random.nextBoolean(),
        statuses.get(random.nextInt(statuses.size())),
        text(),
        measured,
        number(),
        optional(
            () ->
                new ForecastVerdict(
                    new Forecast(number(), Math.abs(number())), number(), anyNumber())),
        list(4, this::claim),
        new Acting(
            count(),
            count(),
            random.nextLong(1L << 40),
            random.nextLong(1L << 40),
            random.nextBoolean()));
  }

  private HouseRow houseRow() {
    return new HouseRow(text(), remedy(0), count(), text(), optional(this::measured));
  }

  private Measured measured() {
    List<Double> seeds = new ArrayList<>(list(6, this::number));
    seeds.add(number());
    return new Measured(
        optional(this::amount),
        random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(number()),
        amount(),
        seeds,
        number(),
        optional(this::amount),
        optional(this::text),
        number(),
        number(),
        number(),
        number(),
        random.nextBoolean(),
        list(
            3,
            () ->
                new BreakEven(
                    text(),
                    random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(number()))),
        list(4, this::decisionShare),
        random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(number()));
  }

  private DecisionShare decisionShare() {
    return new DecisionShare(
        CLASSES.get(random.nextInt(3)),
        List.of(CLASSES.get(0), DecisionShare.ABSTAIN, DecisionShare.NOT_A_NUMBER)
            .get(random.nextInt(3)),
        random.nextDouble());
  }

  private Remaining remaining() {
    return new Remaining(text(), list(5, () -> new Remaining.Part(text(), number())));
  }

  private ClaimVerdict claim() {
    double low = number();
    return new ClaimVerdict(
        new Claim(quantity(), low, Math.max(low, number()), optional(() -> remedy(1))),
        oneOf(ClaimVerdict.Outcome.values()),
        optional(this::amount));
  }

  private Claim.Quantity quantity() {
    return switch (random.nextInt(3)) {
      case 0 -> new Claim.Accuracy(slice());
      case 1 ->
          new Claim.AccuracyGap(Slice.where("group", "A"), Slice.where("group", "B", text() + "!"));
      default -> new Claim.RobustAccuracy(threat());
    };
  }

  private Remedy remedy(int depth) {
    return switch (random.nextInt(depth > 0 ? 11 : 10)) {
      case 0 -> new ShipAsIs();
      case 1 -> new Hold();
      case 2 -> new AbstainBelow(random.nextDouble());
      case 3 -> new AbstainWhen(slice());
      case 4 -> new AbstainOn(text());
      case 5 -> new ExpectedCostRule();
      case 6 ->
          new Ablate(
              text(), List.of(new Ablate.Unit(3, -0.0f), new Ablate.Unit(count() + 4, real())));
      case 7 -> new Prune(random.nextDouble());
      case 8 -> new Retrain(list(4, this::change));
      case 9 -> new SwapModel(text(), new RecordedModel(text()));
      default -> Compose.of(new Hold(), Compose.of(remedy(depth - 1)));
    };
  }

  private Change change() {
    return switch (random.nextInt(4)) {
      case 0 -> new AcquireLabels(slice(), count() + 1);
      case 1 -> new DiagnosisRows();
      case 2 ->
          new Reweight(
              List.of(new Reweight.Cell(text(), slice(), 0), new Reweight.Cell("x", slice(), 2.5)));
      default -> new AugmentAdversarially(threat());
    };
  }

  private <T> T oneOf(T[] values) {
    return List.of(values).get(random.nextInt(values.length));
  }

  private Threat threat() {
    return new Threat(
        oneOf(Norm.values()),
        random.nextDouble(0.001, 2),
        optional(() -> new Box(-1.1f, 3.3f)),
        optional(() -> Tensor.of(new float[] {0.1f, Float.MIN_VALUE, Float.MAX_VALUE}, 3)),
        random.nextBoolean() ? List.of() : List.of(1, 5, 9));
  }

  private Slice slice() {
    return new Slice(list(4, this::atom));
  }

  private Slice.Atom atom() {
    double low = number();
    return switch (random.nextInt(4)) {
      case 0 -> new Slice.Level(text(), Set.of("z", text() + "b", "a"));
      case 1 -> new Slice.Range(text(), low, Double.POSITIVE_INFINITY);
      case 2 -> new Slice.Missing(text());
      default -> new Slice.FeatureRange(count(), Double.NEGATIVE_INFINITY, low);
    };
  }

  private Amount amount() {
    double estimate = number();
    return switch (random.nextInt(4)) {
      case 0 -> new Amount(estimate, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
      case 1 -> new Amount(estimate, estimate, Double.POSITIVE_INFINITY);
      default -> new Amount(estimate, estimate - 1.5, estimate + 0.1);
    };
  }

  private double number() {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> -0.0;
      case 2 -> Double.MIN_VALUE;
      case 3 -> -1e300 * random.nextDouble();
      case 4 -> random.nextInt(100);
      case 5 -> random.nextDouble(-1, 1);
      default -> random.nextDouble(-1000, 1000);
    };
  }

  private double anyNumber() {
    return switch (random.nextInt(4)) {
      case 0 -> Double.NEGATIVE_INFINITY;
      case 1 -> Double.POSITIVE_INFINITY;
      default -> number();
    };
  }

  private float real() {
    float number = Float.intBitsToFloat(random.nextInt());
    return Float.isFinite(number) ? number : 0.1f;
  }

  private double price() {
    return random.nextInt(1_000_000) / 10_000.0;
  }

  private int count() {
    return random.nextInt(100_000);
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private <T> Optional<T> optional(Supplier<T> value) {
    return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(value.get());
  }

  private <T> List<T> list(int most, Supplier<T> item) {
    List<T> items = new ArrayList<>();
    int size = random.nextInt(most + 1);
    for (int i = 0; i < size; i++) {
      items.add(item.get());
    }
    return items;
  }
}
