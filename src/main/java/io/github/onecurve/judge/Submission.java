package io.github.onecurve.judge;

import io.github.onecurve.data.LabelPool;
import java.util.List;
import java.util.Optional;

/**
 * What one registered producer handed in.
 *
 * @param producer its name
 * @param insights what it said, in its order
 * @param account what it bought while examining; empty where there is no pool
 * @param failure why it handed in nothing, where it could not
 * @param family with whom it counts as one producer and shares one level; empty where with nobody
 */
public record Submission(
    String producer,
    List<Commitment> insights,
    Optional<LabelPool.Account> account,
    Optional<Failure> failure,
    Optional<String> family) {
  /** Keeps a copy of the list. */
  public Submission {
    insights = List.copyOf(insights);
  }

  /** Why a producer handed in nothing, or why what it handed in does not count. */
  public record Failure(Status status, String reason) {}

  /** What a producer said. */
  public static Submission of(
      String producer, List<Commitment> insights, Optional<LabelPool.Account> account) {
    return new Submission(producer, insights, account, Optional.empty(), Optional.empty());
  }

  /** A producer that could not say anything. */
  public static Submission failed(String producer, Status status, String reason) {
    return new Submission(
        producer,
        List.of(),
        Optional.empty(),
        Optional.of(new Failure(status, reason)),
        Optional.empty());
  }

  /** A producer that was not asked, or not to its end, because the audit was interrupted. */
  public static Submission interrupted(String producer) {
    return failed(producer, Status.DID_NOT_FINISH, "the audit was interrupted");
  }

  /** This submission with what its producer bought before it failed. */
  public Submission on(Optional<LabelPool.Account> bought) {
    return new Submission(producer, insights, bought, failure, family);
  }

  /**
   * This submission with its account as it stands: whatever its producer buys later is not here.
   */
  public Submission frozen() {
    return new Submission(
        producer, insights, account.map(LabelPool.Account::fork), failure, family);
  }

  /** This submission, which does not count. */
  public Submission voided(String reason) {
    return new Submission(
        producer, insights, account, Optional.of(new Failure(Status.VOIDED, reason)), family);
  }

  /** This submission as that of a producer which counts as one with the others of a family. */
  public Submission in(Optional<String> someFamily) {
    return new Submission(producer, insights, account, failure, someFamily);
  }

  /** Whether a producer looked and found nothing. */
  boolean isSilent() {
    return insights.isEmpty() && failure.isEmpty();
  }

  /** How many labels were bought while examining. */
  int spent() {
    return account.map(LabelPool.Account::spent).orElse(0);
  }

  boolean applies() {
    return failure.map(f -> f.status() != Status.NOT_APPLICABLE).orElse(true);
  }
}
