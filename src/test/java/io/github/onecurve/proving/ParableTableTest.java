package io.github.onecurve.proving;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.Audit;
import io.github.onecurve.OneCurve;
import io.github.onecurve.data.Fingerprint;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.judge.BoardRow;
import io.github.onecurve.judge.DecisionShare;
import io.github.onecurve.judge.Scoreboard;
import io.github.onecurve.judge.Status;
import io.github.onecurve.judge.Verdict;
import io.github.onecurve.model.Subject;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.NetworkTrainer;
import io.github.onecurve.producer.bias.DatasetBiasProducer;
import io.github.onecurve.producer.circuit.CircuitHypothesisProducer;
import io.github.onecurve.remedy.AbstainOn;
import io.github.onecurve.remedy.Answers;
import io.github.onecurve.remedy.Deployment;
import io.github.onecurve.remedy.DiagnosisRows;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.stakes.Stakes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The parable's table over twelve worlds, made by the house, beside the definition's. */
@Tag("quality")
class ParableTableTest {
  private static final int WORLDS = 12;
  private static final Stakes STAKES = Stakes.standard().runningPrice(0);

  /** A row of the definition's table: mean and sd of A over worlds. */
  private record Expected(double mean, double sd) {}

  private static final Map<String, Expected> TABLE = new LinkedHashMap<>();

  static {
    TABLE.put("oracle", new Expected(.56, .07));
    TABLE.put("Bob, diagnosis rows too", new Expected(.52, .06));
    TABLE.put("Bob", new Expected(.51, .07));
    TABLE.put("+300 random labels, diagnosis rows too", new Expected(.41, .06));
    TABLE.put("retrain, diagnosis rows too", new Expected(.36, .06));
    TABLE.put("Bob, reweighting only", new Expected(.29, .05));
    TABLE.put("+300 random labels", new Expected(.25, .08));
    TABLE.put("Careful Alice", new Expected(.19, .11));
    TABLE.put("Chow's rule", new Expected(.13, .01));
    TABLE.put("retrain on the same rows", new Expected(-.02, .07));
    TABLE.put("Alice", new Expected(-.63, .80));
    TABLE.put("refuse", new Expected(-.84, .19));
    TABLE.put("prune 90%", new Expected(-3.10, 2.18));
    TABLE.put("hold", new Expected(-5.01, .91));
  }

  @Test
  void everyRowOfTheTableIsWithinTwoSdsOfTheDefinition() {
    Map<String, List<Double>> actionability = new TreeMap<>();
    Map<String, List<String>> statuses = new TreeMap<>();
    Map<String, List<double[]>> confusions = new TreeMap<>();
    for (int world = 1; world <= WORLDS; world++) {
      Audit audit = audit(world);
      Scoreboard board = audit.board();
      GroupB groupB = new GroupB(ParableWorld.of(world).judge());
      for (BoardRow row : rows(board)) {
        add(actionability, row.title(), board.actionabilityAt(row, STAKES).orElseThrow());
        add(confusions, row.title(), groupB.confusion(row, audit.remedied(row)));
      }
      for (Verdict verdict : board.verdicts()) {
        add(statuses, verdict.title(), verdict.status().toString());
      }
      add(actionability, "oracle", oracle(world));
    }
    print(actionability, statuses, confusions);
    assertAll(TABLE.entrySet().stream().map(e -> within(e.getKey(), e.getValue(), actionability)));
    assertEquals(WORLDS, count(statuses, "Bob, diagnosis rows too", Status.CREDITED));
    assertEquals(WORLDS, count(statuses, "Bob", Status.CREDITED));
    assertEquals(WORLDS, count(statuses, "refuse", Status.HARMFUL));
    assertTrue(count(statuses, "Alice", Status.HARMFUL) >= 7, "her circuit mostly does harm");
    assertEquals(0, count(statuses, "Bob, reweighting only", Status.HARMFUL));
  }

  private static Executable within(
      String row, Expected expected, Map<String, List<Double>> actionability) {
    return () -> assertEquals(expected.mean, mean(actionability.get(row)), 2 * expected.sd, row);
  }

  private static Audit audit(int world) {
    ParableWorld parable = ParableWorld.of(world);
    InsightProducer bias = new DatasetBiasProducer();
    InsightProducer circuit = new CircuitHypothesisProducer();
    return OneCurve.audit(subject(parable, parable.training(), world).with(parable.pool()))
        .by("Bob, diagnosis rows too", only(bias, buys().and(addsDiagnosisRows())))
        .by("Bob", only(bias, buys().and(addsDiagnosisRows().negate())))
        .by("Bob, reweighting only", only(bias, buys().negate()))
        .by("Alice", exam -> List.of(circuit.examine(exam).get(0)))
        .by("Careful Alice", exam -> List.of(circuit.examine(exam).get(1)))
        .by("refuse", exam -> List.of(Insight.of("Never say gorilla.", new AbstainOn("gorilla"))))
        .under(STAKES)
        .seed(world)
        .judgedOn(parable.judge())
        .run();
  }

  /**
   * Retraining "on the same rows" of a subject that was trained on 30,000 rows as at deployment.
   */
  private static double oracle(int world) {
    ParableWorld parable = ParableWorld.of(world);
    NetworkTrainer trainer = trainer();
    LabelledRows training = parable.training();
    Network today = trainer.train(training, RowWeights.uniform(training.size()), today(world));
    Scoreboard board =
        OneCurve.audit(
                Subject.of(today)
                    .trainedOn(parable.oracle())
                    .diagnosedOn(parable.diagnosis())
                    .with(trainer))
            .by("nothing", exam -> List.of())
            .under(STAKES)
            .seed(world)
            .judgedOn(parable.judge())
            .run()
            .board();
    BoardRow retrained =
        board.houseRows().stream()
            .filter(row -> row.title().equals("retrain on the same rows"))
            .findFirst()
            .orElseThrow();
    return board.actionabilityAt(retrained, STAKES).orElseThrow();
  }

  private static Subject subject(ParableWorld parable, LabelledRows training, int world) {
    NetworkTrainer trainer = trainer();
    return Subject.of(trainer.train(training, RowWeights.uniform(training.size()), today(world)))
        .trainedOn(training)
        .diagnosedOn(parable.diagnosis())
        .with(trainer);
  }

  private static NetworkTrainer trainer() {
    return NetworkTrainer.mlp(16).lastLayerSd(0.25).learningRate(3e-3).epochs(40).batch(128);
  }

  private static long today(int world) {
    return Fingerprint.start().add(world).add("today").key();
  }

  private static InsightProducer only(InsightProducer producer, Predicate<Remedy> chosen) {
    return exam -> {
      List<Insight> some = new ArrayList<>();
      for (Insight insight : producer.examine(exam)) {
        if (insight.remedy().filter(chosen).isPresent()) {
          some.add(insight);
        }
      }
      return some;
    };
  }

  private static Predicate<Remedy> buys() {
    return remedy -> !remedy.purchases().isEmpty();
  }

  private static Predicate<Remedy> addsDiagnosisRows() {
    return remedy ->
        remedy instanceof Retrain retrain
            && retrain.changes().stream().anyMatch(DiagnosisRows.class::isInstance);
  }

  private static List<BoardRow> rows(Scoreboard board) {
    List<BoardRow> rows = new ArrayList<>(board.verdicts());
    rows.addAll(board.houseRows());
    return rows;
  }

  /** Group B called gorilla by the system handed back, and gorillas called human by the row. */
  private record GroupB(LabelledRows judge) {
    double[] confusion(BoardRow row, Deployment handedBack) {
      LabelledRows groupB = judge.select(Slice.where("group", "B").rows(judge.rows()));
      int[] decisions =
          Answers.of(groupB.rows(), handedBack.model(), judge.classes()).decisions(handedBack);
      int gorilla = judge.classIndex("gorilla");
      long called = IntStream.of(decisions).filter(d -> d == gorilla).count();
      return new double[] {
        100.0 * called / decisions.length,
        share(row.measured().orElseThrow().decisions(), "gorilla", "human")
      };
    }
  }

  private static double share(List<DecisionShare> decisions, String actual, String decision) {
    double all =
        decisions.stream()
            .filter(d -> d.actual().equals(actual))
            .mapToDouble(DecisionShare::share)
            .sum();
    double some =
        decisions.stream()
            .filter(d -> d.actual().equals(actual) && d.decision().equals(decision))
            .mapToDouble(DecisionShare::share)
            .sum();
    return 100 * some / all;
  }

  private static long count(Map<String, List<String>> statuses, String row, Status status) {
    return statuses.get(row).stream().filter(status.toString()::equals).count();
  }

  private static <T> void add(Map<String, List<T>> lists, String key, T value) {
    lists.computeIfAbsent(key, any -> new ArrayList<>()).add(value);
  }

  private static void print(
      Map<String, List<Double>> actionability,
      Map<String, List<String>> statuses,
      Map<String, List<double[]>> confusions) {
    StringBuilder table =
        new StringBuilder(
            "| row | A | definition | off by | B called"
                + " gorilla | gorilla called human | status |\n|---|---|---|---|---|---|---|\n");
    TABLE.forEach(
        (row, expected) -> {
          List<Double> values = actionability.get(row);
          List<double[]> shares = confusions.getOrDefault(row, List.of());
          table.append(
              String.format(
                  Locale.ROOT,
                  "| %s | %+.2f ± %.2f | %+.2f ± %.2f | %+.1f sd | %.1f%% | %.1f%% | %s |%n",
                  row,
                  mean(values),
                  sd(values),
                  expected.mean,
                  expected.sd,
                  (mean(values) - expected.mean) / expected.sd,
                  shares.stream().mapToDouble(s -> s[0]).average().orElse(Double.NaN),
                  shares.stream().mapToDouble(s -> s[1]).average().orElse(Double.NaN),
                  counts(statuses.getOrDefault(row, List.of()))));
        });
    System.out.println(table);
  }

  private static String counts(List<String> statuses) {
    return statuses.stream()
        .collect(Collectors.groupingBy(s -> s, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(", "));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(v -> v).average().orElseThrow();
  }

  private static double sd(List<Double> values) {
    double mean = mean(values);
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.size() - 1));
  }
}
