package io.github.onecurve.stakes;

import io.github.onecurve.attack.Threat;
import io.github.onecurve.data.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What is at stake: the price of each kind of decision, of refusing and of running, the labels that
 * may be bought and the mix of traffic.
 *
 * <p>Frozen before any producer runs. A right decision costs 0; all prices are in mistakes and are
 * whole multiples of {@link #UNIT}.
 *
 * @param wrong the cost of an ordinary mistake; 1 unless said
 * @param abstain the cost of refusing to answer; 0.3 unless said
 * @param critical confusions with a cost of their own
 * @param runningPrice λ, the cost a decision of running a system as large as today's; 0.001 unless
 *     said
 * @param labelBudget the most labels that one insight may use; as many as there are diagnosis rows
 *     unless said
 * @param strata the slices of the traffic with their weights; none means one of all rows
 */
public record Stakes(
    double wrong,
    double abstain,
    List<Critical> critical,
    double runningPrice,
    OptionalInt labelBudget,
    List<Stratum> strata) {
  /** The unit in which costs are counted. */
  public static final double UNIT = 1e-4;

  private static final double WEIGHT_TOLERANCE = 1e-9;

  /** A confusion with a cost of its own, by the names of the classes. */
  public record Critical(String actual, String predicted, double cost) {
    /** Checks that it is a confusion and that the cost is a price. */
    public Critical {
      Objects.requireNonNull(actual, "expected the name of the true class, found null");
      Objects.requireNonNull(predicted, "expected the name of the class predicted, found null");
      Price.units("cost of " + actual + " called " + predicted, cost);
      if (actual.equals(predicted)) {
        throw new IllegalArgumentException(
            "a critical confusion needs two different classes, found \"" + actual + "\" twice");
      }
    }
  }

  /** A part of the traffic and its share. */
  public record Stratum(Slice slice, double weight) {
    /** Checks that the weight is positive. */
    public Stratum {
      Objects.requireNonNull(slice, "expected the slice of a stratum, found null");
      if (!(weight > 0 && weight <= 1)) {
        throw new IllegalArgumentException(
            "the weight of stratum \"" + slice + "\" must be in (0, 1], found " + weight);
      }
    }
  }

  /** Checks every price and that the weights sum to 1. */
  public Stakes {
    Price.units("wrong", wrong);
    Price.units("abstain", abstain);
    Price.units("runningPrice", runningPrice);
    critical = List.copyOf(critical);
    strata =
        List.copyOf(
            Objects.requireNonNull(
                strata,
                "expected the strata of the traffic, found null: an empty list is all rows"));
    if (labelBudget.isPresent() && labelBudget.getAsInt() < 0) {
      throw new IllegalArgumentException(
          "labelBudget must not be negative, found " + labelBudget.getAsInt());
    }
    double sum = strata.stream().mapToDouble(Stratum::weight).sum();
    if (!strata.isEmpty() && Math.abs(sum - 1) > WEIGHT_TOLERANCE) {
      throw new IllegalArgumentException(
          "the weights of the strata must sum to 1 within 1e-9, found " + sum);
    }
    requireDifferentPairs(critical);
  }

  /** Wrong 1, abstain 0.3, nothing critical, no attack, a running price of 0.001, one stratum. */
  public static Stakes standard() {
    return new Stakes(1, 0.3, List.of(), 0.001, OptionalInt.empty(), List.of());
  }

  /** These stakes with another cost of an ordinary mistake. */
  public Stakes wrong(double cost) {
    return new Stakes(cost, abstain, critical, runningPrice, labelBudget, strata);
  }

  /** These stakes with another cost of refusing to answer. */
  public Stakes abstain(double cost) {
    return new Stakes(wrong, cost, critical, runningPrice, labelBudget, strata);
  }

  /** These stakes with a cost of its own for taking {@code actual} for {@code predicted}. */
  public Stakes critical(String actual, String predicted, double cost) {
    List<Critical> more = new ArrayList<>(critical);
    more.removeIf(c -> c.actual().equals(actual) && c.predicted().equals(predicted));
    more.add(new Critical(actual, predicted, cost));
    return new Stakes(wrong, abstain, more, runningPrice, labelBudget, strata);
  }

  /** These stakes with another running price λ. */
  public Stakes runningPrice(double price) {
    return new Stakes(wrong, abstain, critical, price, labelBudget, strata);
  }

  /** These stakes with another number of labels that one insight may use. */
  public Stakes labelBudget(int labels) {
    return new Stakes(wrong, abstain, critical, runningPrice, OptionalInt.of(labels), strata);
  }

  /** These stakes over a mix of traffic: every row must lie in exactly one stratum. */
  public Stakes strata(List<Stratum> mix) {
    return new Stakes(wrong, abstain, critical, runningPrice, labelBudget, mix);
  }

  /**
   * These stakes with a share ρ of hostile traffic; this version prices none, so only 0 is taken.
   *
   * @throws UnsupportedOperationException if the share is not 0
   */
  public Stakes attack(Threat threat, double share) {
    if (share == 0) {
      return this;
    }
    throw new UnsupportedOperationException(
        "an attack share needs the judge's adaptive attack, which this version does not have yet,"
            + " found "
            + share
            + " of "
            + threat
            + ": leave it out; the adversarial producer works without it");
  }

  /** The labels that one insight may use where there are that many diagnosis rows. */
  public int labelsFor(int diagnosisRows) {
    return labelBudget.orElse(diagnosisRows);
  }

  private static void requireDifferentPairs(List<Critical> critical) {
    long different =
        critical.stream().map(c -> List.of(c.actual(), c.predicted())).distinct().count();
    if (different < critical.size()) {
      throw new IllegalArgumentException(
          "each critical confusion must be declared once, found " + critical);
    }
  }
}
