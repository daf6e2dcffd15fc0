package io.github.onecurve.remedy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Rows;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.model.Model;
import io.github.onecurve.model.Subject;
import io.github.onecurve.network.Nets;
import io.github.onecurve.network.Network;
import io.github.onecurve.stakes.Stakes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
  private static final LabelledRows ROWS = Nets.blobs(1, 2500, 8);
  private static final Network DEEP = Nets.dense(2, "Relu", 8, 40, 30, 3);

  private static Network edit(Network network, String parameter, long seed) {
    return network.with(
        parameter, Nets.tensor(new Random(seed), 0.3, network.parameter(parameter).shape()));
  }

  private static float[] inputs(Rows rows) {
    float[] inputs = new float[rows.size() * rows.width()];
    rows.copyInputs(0, rows.size(), inputs);
    return inputs;
  }

  @Test
  void guardsAndThresholdsNeverRunTheModelAgain() throws InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    Model counted =
        Model.ofRows(
            rows -> {
              calls.incrementAndGet();
              float[][] logits = new float[rows.length][3];
              for (int row = 0; row < rows.length; row++) {
                logits[row][Math.abs((int) rows[row][0]) % 3] = 1;
              }
              return logits;
            });
    Answers answers = Answers.of(ROWS.rows(), counted, 3);
    int once = calls.get();
    assertTrue(once > 0);
    Workshop tools = Workshop.of(Subject.of(counted).diagnosedOn(ROWS), Stakes.standard(), 1);
    Deployment today = Deployment.of(counted);
    answers.decisions(today);
    for (Remedy remedy :
        List.of(
            new ShipAsIs(),
            new Hold(),
            new AbstainBelow(0.5),
            new AbstainOn("a"),
            new ExpectedCostRule(),
            Compose.of(new AbstainOn("b"), new AbstainBelow(0.9)))) {
      answers.decisions(remedy.carryOut(today, tools));
    }
    assertEquals(once, calls.get());
    answers.logits(Model.ofRows(rows -> new float[rows.length][3]));
    assertEquals(once, calls.get());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 100_000, 1L << 26})
  void editsAnswerWithTheirOwnBitsWithinTheBound(long mostBytes) {
    Prefixes prefixes = new Prefixes(ROWS.rows(), DEEP, mostBytes);
    float[] inputs = inputs(ROWS.rows());
    List<String> parameters = new ArrayList<>(DEEP.parameters().keySet());
    for (int round = 0; round < 3; round++) {
      for (String parameter : parameters) {
        Network edited = edit(DEEP, parameter, round);
        assertArrayEquals(edited.logits(inputs, ROWS.size()), prefixes.logits(edited), parameter);
      }
      Network twice = edit(edit(DEEP, "logits.weight", round), "fc2.bias", round + 9L);
      assertArrayEquals(twice.logits(inputs, ROWS.size()), prefixes.logits(twice));
      assertArrayEquals(DEEP.logits(inputs, ROWS.size()), prefixes.logits(DEEP));
    }
    assertTrue(prefixes.bytes() <= mostBytes, prefixes.bytes() + " bytes");
    assertEquals(mostBytes > 0, prefixes.bytes() > 0);
  }

  /** What the last layer reads is 30 numbers a row, whoever edits it. */
  @Test
  void manyEditsOfOneLayerKeepItsInputOnce() {
    Prefixes prefixes = new Prefixes(ROWS.rows(), DEEP, 1L << 26);
    for (int round = 0; round < 5; round++) {
      prefixes.logits(edit(DEEP, "logits.weight", round));
    }
    assertEquals(4L * 30 * ROWS.size(), prefixes.bytes());
    prefixes.logits(edit(DEEP, "fc1.weight", 1));
    assertEquals(4L * 30 * ROWS.size(), prefixes.bytes());
  }

  @Test
  void answersOfEditedAndOfOtherNetworksAreTheirOwn() {
    Answers answers = Answers.of(ROWS.rows(), DEEP, 3);
    float[] inputs = inputs(ROWS.rows());
    Network late = edit(DEEP, "logits.bias", 4);
    Network other = Nets.dense(3, "Relu", 8, 40, 30, 3);
    Network rebuilt = DEEP.rebuilt(DEEP.nodes(), DEEP.parameters());
    for (Network network : List.of(DEEP, late, other, rebuilt)) {
      float[] expected = network.logits(inputs, ROWS.size());
      for (int row = 0; row < ROWS.size(); row++) {
        assertArrayEquals(
            new float[] {expected[3 * row], expected[3 * row + 1], expected[3 * row + 2]},
            answers.logits(network).row(row));
      }
    }
    assertTrue(late.isEditOf(DEEP));
    assertTrue(!other.isEditOf(DEEP));
  }

  @Test
  void aNetworkOfOneColumnIsWidenedAsEver() {
    Network one = Nets.dense(5, "Relu", 8, 6, 1);
    Network edited = one.with("logits.bias", Tensor.of(new float[] {0.5f}, 1));
    Answers answers = Answers.of(ROWS.rows(), one, 2);
    float[] z = edited.logits(inputs(ROWS.rows()), ROWS.size());
    for (int row = 0; row < ROWS.size(); row++) {
      assertArrayEquals(new float[] {0, z[row]}, answers.logits(edited).row(row));
    }
  }
}
