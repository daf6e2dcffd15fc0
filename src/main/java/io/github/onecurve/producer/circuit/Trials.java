package io.github.onecurve.producer.circuit;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.model.Logits;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.Trunk;
import io.github.onecurve.producer.circuit.CircuitHypothesis.Unit;
import io.github.onecurve.stakes.Decision;
import io.github.onecurve.surgery.Ablation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Asks a network without its first k suspects about rows, for many k; what no cut changes is
 * computed once.
 */
final class Trials {
  private final Network network;
  private final Readout readout;
  private final Suspects suspects;
  private final LabelledRows rows;
  private final Trunk trunk;

  Trials(Network network, Readout readout, Suspects suspects, LabelledRows rows) {
    this.network = network;
    this.readout = readout;
    this.suspects = suspects;
    this.rows = rows;
    this.trunk =
        network.trunk(
            network.differing(cut(suspects.units().size())), rows.rows().inputs(), rows.size());
  }

  LabelledRows rows() {
    return rows;
  }

  /** The number of nodes that are not run again for each k. */
  int nodesReused() {
    return trunk.nodes();
  }

  /** The network without the first k suspects. */
  Network cut(int k) {
    List<Unit> units = suspects.first(k);
    Map<Integer, Float> means = new TreeMap<>();
    units.forEach(unit -> means.put(unit.index(), unit.mean()));
    return means.isEmpty() ? network : Ablation.of(network, readout.hidden(), means);
  }

  /** What is decided about the rows without the first k suspects. */
  int[] decisions(int k) {
    Logits logits = Readings.logits(trunk.logits(cut(k)), rows.size(), rows.classes());
    return IntStream.range(0, logits.size())
        .map(row -> logits.isNumber(row) ? logits.argmax(row) : Decision.NOT_A_NUMBER)
        .toArray();
  }

  /** The rows that are decided as their true class without the first k suspects. */
  int right(int k) {
    int[] decisions = decisions(k);
    return (int) IntStream.range(0, rows.size()).filter(i -> decisions[i] == rows.label(i)).count();
  }
}
