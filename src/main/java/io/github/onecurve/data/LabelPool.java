package io.github.onecurve.data;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rows as at deployment whose labels can be bought: inputs and attributes are open, each label is
 * metered by an {@link Account}.
 */
public final class LabelPool {
  private final Rows rows;
  private final Optional<Answers> answers;

  private LabelPool(Rows rows, Optional<Answers> answers) {
    this.rows = rows;
    this.answers = answers;
  }

  /** A pool whose labels are known to whoever makes it, and to nobody who is handed it closed. */
  public static LabelPool of(LabelledRows rows) {
    Objects.requireNonNull(rows, "expected the rows of a pool, found null");
    return new LabelPool(rows.rows(), Optional.of(new Answers(rows, new ConcurrentHashMap<>())));
  }

  /** A pool whose labels nobody has: its rows are seen, nothing can be bought. */
  public static LabelPool unlabelled(Rows rows) {
    Objects.requireNonNull(rows, "expected the rows of a pool, found null");
    return new LabelPool(rows, Optional.empty());
  }

  /** This pool without its labels: nothing can be bought from it. */
  public LabelPool closed() {
    return unlabelled(rows);
  }

  /**
   * This pool with its rows in the order of their keys: whoever sees them learns nothing from the
   * order in which they were given, nor anything of their labels.
   */
  public LabelPool ordered(long auditSeed) {
    int[] order = RowKeys.order(rows, auditSeed, 0, "order");
    return answers
        .map(known -> LabelPool.of(known.rows().select(order)))
        .orElseGet(() -> unlabelled(rows.select(order)));
  }

  /** Whether nothing can be bought from this pool. */
  public boolean isClosed() {
    return answers.isEmpty();
  }

  /** The pool's inputs and attributes. */
  public Rows rows() {
    return rows;
  }

  /** The number of rows. */
  public int size() {
    return rows.size();
  }

  /**
   * SHA-256 over all that this pool holds, labels included where they are known, 64 hexadecimal
   * digits; the order of its rows does not change it.
   */
  public String fingerprint() {
    return answers.map(known -> known.rows().fingerprint()).orElseGet(rows::fingerprint);
  }

  /**
   * An account with nothing bought yet.
   *
   * @param budget the most labels that may be bought on it, at least 0
   * @throws IllegalStateException if this pool is closed
   */
  public Account account(long auditSeed, int budget) {
    Answers known =
        answers.orElseThrow(
            () ->
                new IllegalStateException(
                    "this pool is closed: labels come only through buy(slice, m) of an examination"
                        + " or of a workshop"));
    if (budget < 0) {
      throw new IllegalArgumentException("a label budget is at least 0, found " + budget);
    }
    return new Account(known, auditSeed, budget, new int[0]);
  }

  /** The names of the classes in the order of the labels; empty where the pool is closed. */
  public Optional<List<String>> classNames() {
    return answers().map(LabelledRows::classNames);
  }

  /** The pool's rows with their labels, if this pool is open. */
  Optional<LabelledRows> answers() {
    return answers.map(Answers::rows);
  }

  @Override
  public String toString() {
    return "pool of " + rows;
  }

  /** The labels, and the orders in which seeds have drawn the pool so far: each is found once. */
  private record Answers(LabelledRows rows, Map<Draw, int[]> orders) {
    int[] order(Draw draw) {
      return orders.computeIfAbsent(
          draw, key -> RowKeys.order(rows, key.auditSeed(), key.seed(), "pool"));
    }
  }

  private record Draw(long auditSeed, int seed) {}

  /** What has been bought from a pool under one insight; every label counts once. */
  public static final class Account {
    private final Answers answers;
    private final long auditSeed;
    private final int budget;

    /** Rows of the pool in the order in which they were bought; never changed in place. */
    private int[] bought;

    private Account(Answers answers, long auditSeed, int budget, int[] bought) {
      this.answers = answers;
      this.auditSeed = auditSeed;
      this.budget = budget;
      this.bought = bought;
    }

    /** An account that starts where this one stands; buying on one does not touch the other. */
    public synchronized Account fork() {
      return new Account(answers, auditSeed, budget, bought);
    }

    /**
     * Buys the first {@code m} labels of a slice that are not bought yet, in the order in which
     * {@code seed} draws the pool; fewer where the slice holds fewer.
     *
     * @return the rows bought now, in that order; there may be none
     * @throws IllegalArgumentException if {@code m} is not positive
     * @throws IllegalStateException if that is more than the budget leaves; nothing is bought then
     */
    public synchronized Optional<LabelledRows> buy(Slice slice, int m, int seed) {
      if (m < 1) {
        throw new IllegalArgumentException("expected at least 1 label to buy, found " + m);
      }
      LabelledRows pool = answers.rows();
      RowSet open = slice.rows(pool.rows()).and(RowSet.of(pool.size(), bought).not());
      int[] chosen =
          Arrays.stream(answers.order(new Draw(auditSeed, seed)))
              .filter(open::contains)
              .limit(m)
              .toArray();
      if (spent() + chosen.length > budget) {
        throw new IllegalStateException(
            String.format(
                "the label budget is %d, %d are bought, %d more were asked for: buy fewer or raise"
                    + " labelBudget in the stakes",
                budget, spent(), chosen.length));
      }
      int[] more = Arrays.copyOf(bought, bought.length + chosen.length);
      System.arraycopy(chosen, 0, more, bought.length, chosen.length);
      bought = more;
      return chosen.length == 0 ? Optional.empty() : Optional.of(pool.select(chosen));
    }

    /** Everything bought on this account so far, in the order in which it was bought. */
    public synchronized Optional<LabelledRows> bought() {
      return bought.length == 0 ? Optional.empty() : Optional.of(answers.rows().select(bought));
    }

    /** The number of different labels bought. */
    public synchronized int spent() {
      return bought.length;
    }

    /** The most labels that may be bought. */
    public int budget() {
      return budget;
    }
  }
}
