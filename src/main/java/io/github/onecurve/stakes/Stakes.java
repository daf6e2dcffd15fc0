package io.github.onecurve.stakes;

import io.github.onecurve.attack.AttackBudget;
import io.github.onecurve.attack.Threat;
import io.github.onecurve.data.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
 * @param attack the hostile share of the traffic; empty where there is none
 * @param labelBudget the most labels that one insight may use; as many as there are diagnosis rows
 *     unless said
 * @param strata the slices of the traffic with their weights; none means one of all rows
 */
public record Stakes(
    double wrong,
    double abstain,
    List<Critical> critical,
    double runningPrice,
    Optional<Attack> attack,
    OptionalInt labelBudget,
    List<Stratum> strata) {
  /** The unit in which costs are counted. */
  public static final double UNIT = 1e-4;

  private static final double HOSTILE = 0.05;
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

  /**
   * A share ρ of the traffic comes from an adversary.
   *
   * @param threat what the adversary may do to an input
   * @param share ρ, in (0, 1], a whole multiple of {@link #UNIT}
   * @param budget how long it tries
   */
  public record Attack(Threat threat, double share, AttackBudget budget) {
    /** Checks that the share is one. */
    public Attack {
      Objects.requireNonNull(threat, "expected a threat, found null");
      Objects.requireNonNull(budget, "expected a budget of the attack, found null");
      if (!(share > 0 && share <= 1)) {
        throw new IllegalArgumentException("the attack's share must be in (0, 1], found " + share);
      }
      Price.units("the attack's share", share);
    }

    /** ρ in units of {@link #UNIT}. */
    public long shareUnits() {
      return Price.units("the attack's share", share);
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
    Objects.requireNonNull(
        attack, "expected an attack or none, found null: Optional.empty() is none");
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
    return new Stakes(1, 0.3, List.of(), 0.001, Optional.empty(), OptionalInt.empty(), List.of());
  }

  /** These stakes with another cost of an ordinary mistake. */
  public Stakes wrong(double cost) {
    return new Stakes(cost, abstain, critical, runningPrice, attack, labelBudget, strata);
  }

  /** These stakes with another cost of refusing to answer. */
  public Stakes abstain(double cost) {
    return new Stakes(wrong, cost, critical, runningPrice, attack, labelBudget, strata);
  }

  /** These stakes with a cost of its own for taking {@code actual} for {@code predicted}. */
  public Stakes critical(String actual, String predicted, double cost) {
    List<Critical> more = new ArrayList<>(critical);
    more.removeIf(c -> c.actual().equals(actual) && c.predicted().equals(predicted));
    more.add(new Critical(actual, predicted, cost));
    return new Stakes(wrong, abstain, more, runningPrice, attack, labelBudget, strata);
  }

  /** These stakes with another running price λ. */
  public Stakes runningPrice(double price) {
    return new Stakes(wrong, abstain, critical, price, attack, labelBudget, strata);
  }

  /** These stakes with another number of labels that one insight may use. */
  public Stakes labelBudget(int labels) {
    return new Stakes(
        wrong, abstain, critical, runningPrice, attack, OptionalInt.of(labels), strata);
  }

  /** These stakes over a mix of traffic: every row must lie in exactly one stratum. */
  public Stakes strata(List<Stratum> mix) {
    return new Stakes(wrong, abstain, critical, runningPrice, attack, labelBudget, mix);
  }

  /** These stakes with a share of 0.05 of hostile traffic, attacked with the standard budget. */
  public Stakes attack(Threat threat) {
    return attack(threat, HOSTILE);
  }

  /**
   * These stakes with a share ρ of hostile traffic, attacked with the standard budget; with a share
   * of 0 nothing is attacked.
   */
  public Stakes attack(Threat threat, double share) {
    return attack(threat, share, AttackBudget.standard());
  }

  /** These stakes with a share ρ of hostile traffic, attacked as long as a budget allows. */
  public Stakes attack(Threat threat, double share, AttackBudget budget) {
    Optional<Attack> hostile =
        share == 0 ? Optional.empty() : Optional.of(new Attack(threat, share, budget));
    return new Stakes(wrong, abstain, critical, runningPrice, hostile, labelBudget, strata);
  }

  /** ρ, the hostile share of the traffic; 0 where there is none. */
  public double hostileShare() {
    return attack.map(Attack::share).orElse(0.0);
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
