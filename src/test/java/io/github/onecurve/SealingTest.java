package io.github.onecurve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.Attribute;
import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowWeights;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.judge.Verdict;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.model.Trainer;
import io.github.onecurve.network.Nets;
import io.github.onecurve.remedy.AbstainBelow;
import io.github.onecurve.remedy.AbstainOn;
import io.github.onecurve.remedy.AcquireLabels;
import io.github.onecurve.remedy.DiagnosisRows;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.remedy.SwapModel;
import io.github.onecurve.report.Json;
import io.github.onecurve.stakes.Stakes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Judge rows cannot be reached through anything that producers, remedies, trainers and models are
 * handed.
 *
 * <p>Each judge row carries its own mark: a number from 900,000 on as its first input, an entity
 * and a level that no other row has. Their number is a prime that occurs nowhere else, so an array
 * of that length, or a multiple of it, is taken for something about them, labels above all.
 */
class SealingTest {
  private static final int FIRST = 900_000;
  private static final int JUDGED = 211;
  private static final Pattern MARK =
      Pattern.compile("(?<![0-9a-f.])900[0-2][0-9]{2}(?![0-9a-f])|sealed-");

  private static final LabelledRows JUDGE = marked();
  private static final LabelledRows DIAGNOSIS = open(1, 0, 60, "open-d");
  private static final LabelledRows TRAINING = open(3, 2000, 83, "open-t");
  private static final LabelPool POOL = LabelPool.of(open(4, 4000, 97, "open-p"));

  @Test
  void theWalkFindsWhatItLooksFor() {
    for (Object holder : List.of(JUDGE, JUDGE.rows(), Optional.of(List.of(JUDGE)))) {
      assertFalse(Reach.byMethods(SealingTest::isSealed, holder).isEmpty());
      assertFalse(Reach.byFields(SealingTest::isSealed, holder).isEmpty());
    }
    assertFalse(Reach.byMethods(SealingTest::isSealed, List.of(JUDGE.labels())).isEmpty());
    for (Object open : List.of(DIAGNOSIS, TRAINING, POOL)) {
      assertEquals(List.of(), Reach.byMethods(SealingTest::isSealed, open));
      assertEquals(List.of(), Reach.byFields(SealingTest::isSealed, open));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingThatAProducerIsHandedLeadsToJudgeRows(boolean network) {
    List<Object> handed = new ArrayList<>();
    List<String> ways = new ArrayList<>();
    Trainer trainer = watched(handed, ways);
    run(
        network ? Nets.dense(1, "Relu", 3, 3, 3) : Said.says(1),
        trainer,
        exam -> {
          handed.add(exam);
          ways.addAll(byMethods(exam, Thread.currentThread()));
          exam.buy(Slice.all(), 3).ifPresent(handed::add);
          handed.add(exam.logits(exam.subject().diagnosis()));
          handed.add(exam.forecast(rows -> choose(rows, handed)));
          ways.addAll(byMethods(handed.toArray()));
          return insights();
        });
    assertEquals(List.of(), ways, "while the audit ran");
    assertTrue(handed.size() > 10, "rows were handed out: " + handed.size());
    assertEquals(List.of(), byMethods(handed.toArray()), "after the audit");
  }

  /**
   * The rest is trust: a producer that breaks into private fields is stopped by nothing but the
   * distance of what it holds. Through objects of this library there is no way at all; through a
   * thread's own private fields, which Java opens to nobody unless asked, there is.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void evenPrivateFieldsOfWhatAProducerIsHandedLeadNowhere(boolean network) {
    List<Object> handed = new ArrayList<>();
    List<String> ways = new ArrayList<>();
    Trainer trainer = watched(handed, ways);
    run(
        network ? Nets.dense(1, "Relu", 3, 3, 3) : Said.says(1),
        trainer,
        exam -> {
          handed.add(exam);
          handed.add(Thread.currentThread());
          handed.add(exam.forecast(rows -> choose(rows, handed)));
          ways.addAll(Reach.byFields(SealingTest::isSealed, handed.toArray()));
          return insights();
        });
    assertEquals(List.of(), ways, "while the audit ran");
    assertEquals(
        List.of(), Reach.byFields(SealingTest::isSealed, handed.toArray()), "after the audit");
  }

  @Test
  void nothingStaticHoldsThemAndNoThreadInheritsThem() throws IOException {
    run(Said.says(1), watched(new ArrayList<>(), new ArrayList<>()), exam -> insights());
    for (Class<?> type : classes()) {
      for (Field field : type.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          assertFalse(ThreadLocal.class.isAssignableFrom(field.getType()), field.toString());
          Object value = Reach.value(field, null);
          if (value != null) {
            assertEquals(List.of(), Reach.byFields(SealingTest::isSealed, value), field.toString());
          }
        }
      }
    }
  }

  @Test
  void aModelIsAskedWithInputsAloneAndTodaysBeforeProducersExamine() {
    AtomicBoolean asked = new AtomicBoolean();
    AtomicBoolean before = new AtomicBoolean();
    List<long[]> shapes = Collections.synchronizedList(new ArrayList<>());
    Model plain = Said.says(1);
    Model model =
        inputs -> {
          shapes.add(inputs.shape());
          asked.compareAndSet(false, holdsMark(inputs));
          return plain.logits(inputs);
        };
    run(
        model,
        watched(new ArrayList<>(), new ArrayList<>()),
        exam -> {
          before.set(asked.get());
          return insights();
        });
    assertTrue(before.get(), "known and documented: a model that remembers can tell inputs");
    assertTrue(shapes.stream().allMatch(shape -> shape.length == 2 && shape[1] == 3));
  }

  @Test
  void boardsAndMessagesHoldNoJudgeRow() {
    Audit audit =
        run(Said.says(1), watched(new ArrayList<>(), new ArrayList<>()), exam -> insights());
    String text = Json.toText(audit.board()) + audit;
    for (int rank = 1; rank <= audit.board().verdicts().size(); rank++) {
      text += audit.explain(rank);
    }
    assertFalse(MARK.matcher(text).find());
    List<Object> verdicts =
        audit.board().verdicts().stream().map(Verdict::reason).map(Object.class::cast).toList();
    assertEquals(List.of(), byMethods(verdicts.toArray()));
    Stakes stakes =
        Stakes.standard().strata(List.of(new Stakes.Stratum(Slice.where("site", "open-d"), 1)));
    String refused =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    plan(Said.says(1), Optional.empty())
                        .by("x", exam -> List.of())
                        .under(stakes)
                        .run())
            .getMessage();
    assertFalse(MARK.matcher(refused).find(), refused);
  }

  private static List<String> byMethods(Object... handed) {
    return Reach.byMethods(SealingTest::isSealed, handed);
  }

  private static List<Insight> insights() {
    return List.of(
        Insight.of(
            "Buy.", new Retrain(List.of(new AcquireLabels(Slice.all(), 7), new DiagnosisRows()))),
        Insight.of("Refuse.", new AbstainOn("a")),
        Insight.of("Elsewhere.", new AbstainOn("nowhere")),
        Insight.of("Fail.", new SwapModel("fails", failingOnSealed())),
        Insight.of("Know.", new AbstainBelow(0.5)));
  }

  /** A model that works until it is asked about what it has not seen. */
  private static Model failingOnSealed() {
    Model plain = Said.says(2);
    return inputs -> {
      if (holdsMark(inputs)) {
        throw new IllegalStateException("refused");
      }
      return plain.logits(inputs);
    };
  }

  private static Retrain choose(LabelledRows rows, List<Object> handed) {
    handed.add(rows);
    return new Retrain(List.of(new DiagnosisRows()));
  }

  /** A trainer that keeps all that it is handed and looks where it leads. */
  private static Trainer watched(List<Object> handed, List<String> ways) {
    return (rows, weights, seed) -> {
      synchronized (handed) {
        handed.addAll(List.<Object>of(rows, weights, Thread.currentThread()));
        ways.addAll(byMethods(rows, weights, Thread.currentThread()));
      }
      return trained(rows, weights);
    };
  }

  private static Model trained(LabelledRows rows, RowWeights weights) {
    return Said.says(rows.size() % 2 == 0 || weights == null ? 1 : 2);
  }

  private static Audit run(Model model, Trainer trainer, InsightProducer producer) {
    return plan(model, Optional.of(trainer))
        .by("curious", producer)
        .by("later", producer)
        .retrainingSeeds(3)
        .run();
  }

  private static AuditPlan plan(Model model, Optional<Trainer> trainer) {
    Subject subject = Subject.of(model).diagnosedOn(DIAGNOSIS).trainedOn(TRAINING).with(POOL);
    return OneCurve.audit(trainer.map(subject::with).orElse(subject)).judgedOn(JUDGE);
  }

  private static LabelledRows marked() {
    return named(Said.random(2, FIRST, JUDGED, 0.7, 0.9), "sealed-");
  }

  private static LabelledRows open(long seed, int first, int size, String name) {
    return named(Said.random(seed, first, size, 0.7, 0.9), name);
  }

  private static LabelledRows named(LabelledRows rows, String name) {
    List<String> entities = IntStream.range(0, rows.size()).mapToObj(row -> name + row).toList();
    return rows.with(Attribute.categorical("site", Collections.nCopies(rows.size(), name)))
        .ofEntities(entities);
  }

  /** Whether something is a judge row's input, entity or level, or is about all judge rows. */
  private static boolean isSealed(Object object) {
    if (object instanceof Number number) {
      return number.doubleValue() >= FIRST && number.doubleValue() < FIRST + JUDGED;
    }
    if (object instanceof CharSequence text) {
      return MARK.matcher(text).find();
    }
    Class<?> type = object.getClass();
    if (!type.isArray() || !type.getComponentType().isPrimitive()) {
      return false;
    }
    int length = Array.getLength(object);
    if (length > 0 && length % JUDGED == 0) {
      return true;
    }
    return IntStream.range(0, length)
        .mapToObj(i -> Array.get(object, i))
        .anyMatch(value -> value instanceof Number && isSealed(value));
  }

  private static boolean holdsMark(INDArray inputs) {
    float[] column = inputs.getColumn(0).dup().toFloatVector();
    return IntStream.range(0, column.length).anyMatch(i -> isSealed(column[i]));
  }

  /** All classes of this library that are built, tests left out. */
  private static List<Class<?>> classes() throws IOException {
    Path root = Path.of(URI.create(OneCurve.class.getResource("OneCurve.class").toString()));
    Path folder = root.getParent().getParent().getParent().getParent();
    try (Stream<Path> files = Files.walk(folder.resolve("io/github/onecurve"))) {
      return files
          .map(file -> folder.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.contains("Test"))
          .filter(name -> !name.contains("/bridge/") && !name.contains("package-info"))
          .map(SealingTest::loaded)
          .flatMap(Optional::stream)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Class<?>> loaded(String file) {
    String name = file.replace(".class", "").replace('/', '.').replace('\\', '.');
    try {
      Class<?> type = Class.forName(name, false, SealingTest.class.getClassLoader());
      boolean test = Arrays.asList(SealingTest.class, Reach.class).contains(type.getNestHost());
      return test ? Optional.empty() : Optional.of(type);
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }
}
