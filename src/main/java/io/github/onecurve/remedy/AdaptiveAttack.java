package io.github.onecurve.remedy;

import io.github.onecurve.attack.AttackBudget;
import io.github.onecurve.attack.Threat;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.RowSet;
import io.github.onecurve.model.Differentiable;
import io.github.onecurve.model.Model;
import io.github.onecurve.stakes.CostTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * The judge's adversary: on each of some rows, the dearest decision that it makes a system take.
 *
 * <p>A row's cost is the largest C[y, π(x′)] over the clean x, the inputs found against today's
 * model and against the one that π's came from, every input tried by APGD on the cross-entropy and
 * on the difference of logits ratio of π's logits, guards passed straight through, and every input
 * tried by Square on π's final decision. Only rows at their dearest entry are spared the rest. All
 * systems are tried equally long, and a row's cost hangs on the row and the seed alone.
 *
 * <p>Internal: made by the judge and by the examination. Any number of threads may ask.
 */
public final class AdaptiveAttack {
  private static final int SHARD = 256;

  private final LabelledRows rows;
  private final Assault.Means means;
  private final Model today;
  private final Found onToday;
  private final Origins origins;

  /** Who does pieces of work, at once or in turn; results come in the order of the work. */
  @FunctionalInterface
  public interface Crew {
    <T> List<T> all(List<Callable<T>> work) throws InterruptedException;
  }

  private AdaptiveAttack(
      LabelledRows rows, Assault.Means means, Model today, Found onToday, Origins origins) {
    this.rows = rows;
    this.means = means;
    this.today = today;
    this.onToday = onToday;
    this.origins = origins;
  }

  /**
   * An adversary that has attacked today's system.
   *
   * @param decisions of today's system about the rows, {@code [n]}
   * @param costs what decisions cost
   * @throws IllegalArgumentException if the threat does not fit the rows (see {@link
   *     Threat#requireFits})
   * @throws IllegalStateException if today's model answers in a wrong shape
   * @throws InterruptedException if the thread is interrupted on the way
   */
  public static AdaptiveAttack of(
      LabelledRows rows,
      Model today,
      int[] decisions,
      Threat threat,
      AttackBudget budget,
      CostTable costs,
      long auditSeed,
      Crew crew)
      throws InterruptedException {
    threat.requireFits(rows.rows());
    Assault.Means means = new Assault.Means(threat, budget, costs, auditSeed);
    Found found = attacked(assault(Deployment.of(today), rows, means), rows, decisions, crew);
    return new AdaptiveAttack(rows, means, today, found, new Origins());
  }

  /** Whether a system is attacked without the slopes of its logits, since its model has none. */
  public static boolean isBlind(Deployment system) {
    return !system.isHeld() && !(system.model() instanceof Differentiable);
  }

  /** The cost of each row's dearest decision by today's system, in units, {@code [n]}. */
  public long[] today() {
    return onToday.worst();
  }

  /**
   * The cost of each row's dearest decision by a system, in units, {@code [n]}.
   *
   * @param decisions of the system about the clean rows, {@code [n]}
   * @throws IllegalStateException if its model answers in a wrong shape
   * @throws InterruptedException if the thread is interrupted on the way
   */
  public long[] worst(Deployment system, int[] decisions) throws InterruptedException {
    return worst(system, decisions, AdaptiveAttack::inTurn);
  }

  /** The same, done by a crew. */
  long[] worst(Deployment system, int[] decisions, Crew crew) throws InterruptedException {
    if (system.isHeld()) {
      return IntStream.range(0, rows.size())
          .mapToLong(row -> means.costs().cost(rows.label(row), decisions[row]))
          .toArray();
    }
    List<Found> transferred = transferred(system, crew);
    Assault assault = assault(system, rows, means);
    List<Callable<long[]>> work = new ArrayList<>();
    for (int[] shard : shards(rows.size())) {
      work.add(() -> assault.worst(shard, decisions, transferred));
    }
    return crew.all(work).stream().flatMapToLong(Arrays::stream).toArray();
  }

  /** This adversary on some of its rows: what was found against today's system is kept. */
  public AdaptiveAttack part(RowSet chosen) {
    return new AdaptiveAttack(
        rows.select(chosen), means, today, onToday.select(chosen.indices()), new Origins());
  }

  /** What was found against today's model, and against the one that a system's came from. */
  private List<Found> transferred(Deployment system, Crew crew) throws InterruptedException {
    Model origin = system.cameFrom().map(Deployment::model).orElse(today);
    return origin == today
        ? List.of(onToday)
        : List.of(onToday, origins.found(origin, () -> attacked(Deployment.of(origin), crew)));
  }

  private Found attacked(Deployment bare, Crew crew) throws InterruptedException {
    Assault assault = assault(bare, rows, means);
    return attacked(assault, rows, bare.decide(rows.rows(), assault.logits(rows.rows())), crew);
  }

  private static Found attacked(Assault assault, LabelledRows rows, int[] decisions, Crew crew)
      throws InterruptedException {
    List<Callable<Found>> work = new ArrayList<>();
    for (int[] shard : shards(rows.size())) {
      work.add(() -> assault.found(shard, decisions));
    }
    return Found.join(crew.all(work));
  }

  private static Assault assault(Deployment system, LabelledRows rows, Assault.Means means) {
    return new Assault(
        system, rows, Answers.batching(system.model(), rows.rows(), rows.classes()), means);
  }

  /** The rows in pieces of a fixed size, so that no result hangs on the number of threads. */
  private static List<int[]> shards(int n) {
    List<int[]> shards = new ArrayList<>();
    for (int from = 0; from < n; from += SHARD) {
      shards.add(IntStream.range(from, Math.min(from + SHARD, n)).toArray());
    }
    return shards;
  }

  private static <T> List<T> inTurn(List<Callable<T>> work) throws InterruptedException {
    List<T> results = new ArrayList<>();
    for (Callable<T> piece : work) {
      try {
        results.add(piece.call());
      } catch (InterruptedException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    return results;
  }
}
