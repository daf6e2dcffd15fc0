package io.github.onecurve.insight;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.onecurve.data.Slice;
import io.github.onecurve.model.Subject;
import io.github.onecurve.model.Trainer;
import io.github.onecurve.remedy.AbstainOn;
import io.github.onecurve.remedy.AcquireLabels;
import io.github.onecurve.remedy.Compose;
import io.github.onecurve.remedy.DiagnosisRows;
import io.github.onecurve.remedy.Remedy;
import io.github.onecurve.remedy.Retrain;
import io.github.onecurve.stakes.Stakes;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ForecastTrainingTest {
  @Test
  void retrainingThatUsesNoDiagnosisRowIsDoneOnceForAllFolds() throws Exception {
    assertEquals(1, trainings(Retrain.with()));
    assertEquals(1, trainings(Compose.of(Retrain.with(), new AbstainOn("other"))));
  }

  @Test
  void retrainingThatUsesDiagnosisRowsIsDoneInEachFold() throws Exception {
    assertEquals(5, trainings(Retrain.with(new DiagnosisRows())));
    assertEquals(5, trainings(Retrain.with(new AcquireLabels(Slice.all(), 20))));
    assertEquals(
        5, trainings(Compose.of(Retrain.with(new DiagnosisRows()), new AbstainOn("other"))));
  }

  private static int trainings(Remedy remedy) throws Exception {
    AtomicInteger count = new AtomicInteger();
    Trainer counting =
        (rows, weights, seed) -> {
          count.incrementAndGet();
          return SmallWorld.model();
        };
    Subject subject = SmallWorld.subject().with(counting);
    Examinations.ask(subject, Stakes.standard(), exam -> exam.forecast(remedy));
    return count.get();
  }
}
