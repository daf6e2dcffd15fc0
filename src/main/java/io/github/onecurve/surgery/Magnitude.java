package io.github.onecurve.surgery;

import io.github.onecurve.network.Network;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

/**
 * Global magnitude pruning: sets the weights of smallest absolute value to 0, over matrices taken
 * together. Sorted once, pruned at any number of levels.
 *
 * <p>Of equal weights the one in the earlier matrix goes first, then the one of lower flat index.
 */
public final class Magnitude {
  private final Network network;
  private final List<String> matrices;
  private final int[] smallestFirst;

  private Magnitude(Network network, List<String> matrices, int[] smallestFirst) {
    this.network = network;
    this.matrices = matrices;
    this.smallestFirst = smallestFirst;
  }

  /** A network without the ⌊level · count⌋ smallest weights of all its matrices. */
  public static Network prune(Network network, double level) {
    return of(network).prune(level);
  }

  /** Over all weight matrices of a network, no biases. */
  public static Magnitude of(Network network) {
    return of(network, network.matrices());
  }

  /**
   * Over some parameters of a network.
   *
   * @param matrices their names, in the order that decides ties
   * @throws IllegalArgumentException if the network has no such parameter
   */
  public static Magnitude of(Network network, List<String> matrices) {
    List<float[]> values = matrices.stream().map(name -> network.parameter(name).values()).toList();
    long[] keys = new long[values.stream().mapToInt(v -> v.length).sum()];
    int next = 0;
    for (float[] weights : values) {
      for (float weight : weights) {
        keys[next] = ((long) Float.floatToIntBits(Math.abs(weight)) << 32) | next;
        next++;
      }
    }
    Arrays.sort(keys);
    return new Magnitude(
        network, List.copyOf(matrices), Arrays.stream(keys).mapToInt(key -> (int) key).toArray());
  }

  /** The number of weights that can be pruned. */
  public int count() {
    return smallestFirst.length;
  }

  /**
   * The network without the ⌊level · count⌋ smallest weights.
   *
   * @param level in [0, 1], taken as the decimal number that it prints as
   */
  public Network prune(double level) {
    if (!(level >= 0 && level <= 1)) {
      throw new IllegalArgumentException("level must be in [0, 1], found " + level);
    }
    BigDecimal share = BigDecimal.valueOf(level).multiply(BigDecimal.valueOf(count()));
    return pruneSmallest(share.setScale(0, RoundingMode.FLOOR).intValueExact());
  }

  /** The network without so many smallest weights, in [0, {@link #count()}]. */
  public Network pruneSmallest(int pruned) {
    boolean[] kept = mask(pruned);
    Edits edits = new Edits(network);
    int next = 0;
    for (String name : matrices) {
      float[] weights = edits.of(name);
      for (int i = 0; i < weights.length; i++) {
        weights[i] = kept[next++] ? weights[i] : 0;
      }
    }
    return edits.done();
  }

  /**
   * Which weights pruning leaves, {@code true} kept: the matrices one after another, row-major.
   *
   * @param pruned the number of weights that go, in [0, {@link #count()}]
   */
  public boolean[] mask(int pruned) {
    requireCount(pruned);
    boolean[] kept = new boolean[count()];
    Arrays.fill(kept, true);
    for (int i = 0; i < pruned; i++) {
      kept[smallestFirst[i]] = false;
    }
    return kept;
  }

  private void requireCount(int pruned) {
    if (pruned < 0 || pruned > count()) {
      throw new IllegalArgumentException(
          "expected to prune between 0 and " + count() + " weights, found " + pruned);
    }
  }

  @Override
  public String toString() {
    return "global magnitude over " + matrices + ", " + count() + " weights";
  }
}
