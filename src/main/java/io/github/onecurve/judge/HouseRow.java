package io.github.onecurve.judge;

import io.github.onecurve.remedy.Remedy;
import java.util.Optional;

/**
 * Something that everyone could do without any insight.
 *
 * @param title what to call it
 * @param remedy what is done
 * @param labels how many labels, drawn at random, it pays
 * @param reason why it was not carried out; empty where it was
 * @param measured what it is worth; empty where it was not carried out
 */
public record HouseRow(
    String title, Remedy remedy, int labels, String reason, Optional<Measured> measured)
    implements BoardRow {
  @Override
  public Optional<Remedy> act() {
    return Optional.of(remedy);
  }
}
