package io.github.onecurve.stats;

/**
 * How one error probability is shared among producers, and inside each among its insights: p = α ·
 * v_j / P with v₁ = 0.8 and v_j = 0.2/(j (j − 1)) from j = 2 on, which sum to 1 however many
 * insights there are.
 *
 * @param alpha α, the error probability of a whole board, in (0, 0.5)
 * @param producers P, at least 1
 */
public record LevelSharing(double alpha, int producers) {
  /**
   * @throws IllegalArgumentException if α is not in (0, 0.5) or there is no producer
   */
  public LevelSharing {
    Require.tail(alpha);
    if (producers < 1) {
      throw new IllegalArgumentException(
          "expected at least 1 producer to share a level among, found "
              + producers
              + "; count those that were registered and apply");
    }
  }

  /**
   * The one-sided level p of an insight.
   *
   * @param rank j, the insight's rank inside its producer, from 1
   * @throws IllegalArgumentException if the rank is below 1
   */
  public double level(int rank) {
    if (rank < 1) {
      throw new IllegalArgumentException(
          "expected a rank of 1 or more, found "
              + rank
              + "; the first insight of a producer has rank 1");
    }
    double part = rank == 1 ? 0.8 : 0.2 / (rank * (rank - 1.0));
    return alpha * part / producers;
  }
}
