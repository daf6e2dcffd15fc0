package io.github.onecurve.attack;

import io.github.onecurve.data.RowKeys;
import io.github.onecurve.data.Rows;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The square attack on one batch of rows. */
final class Hunt {
  private static final int[] FIRST = {0};
  private static final double NEVER = Double.POSITIVE_INFINITY;

  private final Square attack;
  private final Proposals proposals;
  private final Rows rows;
  private final Target target;
  private final int[] batch;
  private final float[][] clean;
  private final float[][] best;
  private final double[] scores;
  private final double[] ties;
  private final Tried tried;

  Hunt(Square attack, Proposals proposals, Rows rows, Target target, int[] batch) {
    this.attack = attack;
    this.proposals = proposals;
    this.rows = rows;
    this.target = target;
    this.batch = batch;
    this.clean = new float[batch.length][];
    Arrays.setAll(clean, place -> rows.row(batch[place]));
    this.best = new float[batch.length][];
    this.scores = new double[batch.length];
    this.ties = new double[batch.length];
    Arrays.fill(scores, Double.POSITIVE_INFINITY);
    Arrays.fill(ties, Double.POSITIVE_INFINITY);
    this.tried = new Tried(batch.length);
  }

  void run(long auditSeed) throws InterruptedException {
    SplittableRandom[] random = new SplittableRandom[batch.length];
    Arrays.setAll(
        random,
        place ->
            new SplittableRandom(
                RowKeys.key(rows, batch[place], auditSeed, attack.seed(), "square")));
    for (int query = 1; query <= attack.queries(); query++) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while attacking " + batch.length + " rows");
      }
      int[] places =
          IntStream.range(0, batch.length)
              .filter(p -> !target.isDone(batch[p]) && !tried.isEverything(p))
              .toArray();
      if (places.length == 0) {
        return;
      }
      ask(query, places, random);
    }
  }

  private void ask(int query, int[] places, SplittableRandom[] random) throws InterruptedException {
    int[] asked = new int[places.length];
    float[][] candidates = new float[places.length][];
    int count = 0;
    double share = attack.share(query);
    int side = proposals.side(share);
    boolean last = side == proposals.side(attack.share(attack.queries()));
    for (int p : places) {
      int[] move = query == 1 ? FIRST : proposals.draw(share, random[p]);
      if (!target.isSteady() || tried.isNew(p, move, last ? proposals.moves(side) : NEVER)) {
        asked[count] = p;
        candidates[count++] =
            query == 1
                ? proposals.first(clean[p], random[p])
                : proposals.next(clean[p], best[p], move);
      }
    }
    if (count > 0) {
      keepBetter(Arrays.copyOf(asked, count), Arrays.copyOf(candidates, count));
    }
  }

  private void keepBetter(int[] places, float[][] candidates) throws InterruptedException {
    int width = rows.width();
    float[] inputs = new float[places.length * width];
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(candidates[i], 0, inputs, i * width, width);
    }
    int[] some = Arrays.stream(places).map(place -> batch[place]).toArray();
    double[] score = new double[places.length];
    double[] tie = new double[places.length];
    target.score(some, rows.select(some).withInputs(inputs), score, tie);
    for (int i = 0; i < places.length; i++) {
      int p = places[i];
      boolean better = score[i] < scores[p] || (score[i] == scores[p] && tie[i] < ties[p]);
      if (best[p] == null || better) {
        tried.forget(p);
        best[p] = candidates[i];
        scores[p] = score[i];
        ties[p] = Double.isNaN(tie[i]) ? Double.POSITIVE_INFINITY : tie[i];
      }
    }
  }
}
