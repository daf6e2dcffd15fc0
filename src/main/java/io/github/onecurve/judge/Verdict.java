package io.github.onecurve.judge;

import io.github.onecurve.data.Slice;
import io.github.onecurve.remedy.Remedy;
import java.util.List;
import java.util.Optional;

/**
 * An insight and what acting on it is worth.
 *
 * @param provenance where it comes from
 * @param statement what it says; empty text where its producer said nothing
 * @param about the rows that it speaks of
 * @param act what is done about it
 * @param actIsDefault whether the judge chose that, because the insight proposed nothing
 * @param status what became of it
 * @param reason why, in a sentence; empty text where the status says all
 * @param measured what it is worth; empty where it was not carried out
 * @param detectable the G that its tests would have shown in 80 of 100 cases; 0 where not measured
 * @param forecast what was promised; empty where nothing was
 * @param claims what was claimed
 * @param acting what it takes
 */
public record Verdict(
    Provenance provenance,
    String statement,
    Slice about,
    Optional<Remedy> act,
    boolean actIsDefault,
    Status status,
    String reason,
    Optional<Measured> measured,
    double detectable,
    Optional<ForecastVerdict> forecast,
    List<ClaimVerdict> claims,
    Acting acting)
    implements BoardRow {
  /** Keeps a copy of the claims. */
  public Verdict {
    claims = List.copyOf(claims);
  }

  @Override
  public String title() {
    return provenance.producer();
  }

  @Override
  public int labels() {
    return acting.labels();
  }
}
