package io.github.onecurve.remedy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What an adversary found against one model: the cost of each row's dearest decision, and inputs
 * that come near to it or bring it about, to be tried on others.
 */
final class Found {
  private final long[] worst;
  private final List<float[][]> inputs;

  /**
   * What was found.
   *
   * @param worst in units, {@code [n]}
   * @param inputs by attack, {@code [n][width]}; null where an attack tried nothing
   */
  Found(long[] worst, List<float[][]> inputs) {
    this.worst = worst;
    this.inputs = List.copyOf(inputs);
  }

  /** What was found on the rows of several shards, in their order. */
  static Found join(List<Found> shards) {
    long[] worst = shards.stream().flatMapToLong(found -> Arrays.stream(found.worst)).toArray();
    List<float[][]> inputs = new ArrayList<>();
    for (int attack = 0; attack < shards.get(0).inputs.size(); attack++) {
      int which = attack;
      inputs.add(
          shards.stream()
              .flatMap(found -> Arrays.stream(found.inputs.get(which)))
              .toArray(float[][]::new));
    }
    return new Found(worst, inputs);
  }

  /** The dearest costs, in units, {@code [n]}. */
  long[] worst() {
    return worst.clone();
  }

  /** What each attack found on some rows, {@code [rows][width]}; null where it tried nothing. */
  List<float[][]> inputs(int... rows) {
    return inputs.stream()
        .map(all -> IntStream.of(rows).mapToObj(row -> all[row]).toArray(float[][]::new))
        .toList();
  }

  /** What was found on some rows, in the order given. */
  Found select(int... rows) {
    return new Found(IntStream.of(rows).mapToLong(row -> worst[row]).toArray(), inputs(rows));
  }

  /** The bytes of the inputs. */
  long bytes() {
    return inputs.stream()
        .flatMap(Arrays::stream)
        .mapToLong(input -> input == null ? 0 : 4L * input.length)
        .sum();
  }
}
