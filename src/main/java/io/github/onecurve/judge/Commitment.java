package io.github.onecurve.judge;

import io.github.onecurve.data.Rows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.insight.Claim;
import io.github.onecurve.insight.Forecast;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.model.Model;
import io.github.onecurve.remedy.Remedy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An insight as it stood before any sealed row was opened: a copy of what it says, with its hash.
 */
public final class Commitment {
  private final Insight source;
  private final Content content;
  private final Function<Model, String> printOfModel;
  private final List<Printed> prints = new ArrayList<>();
  private final String hash;

  /** A model and its print; models are told apart by identity, their equals being not ours. */
  private record Printed(Model model, String print) {}

  private record Content(
      String statement,
      Slice about,
      List<Claim> claims,
      Optional<Remedy> remedy,
      Optional<Forecast> forecast) {
    static Content of(Insight insight) {
      return new Content(
          insight.statement(),
          insight.about(),
          List.copyOf(insight.claims()),
          insight.remedy(),
          insight.forecast());
    }
  }

  private Commitment(Insight source, Content content, Function<Model, String> printOfModel) {
    this.source = source;
    this.content = content;
    this.printOfModel = printOfModel;
    this.hash = ContentHash.of(content, model -> print(prints, model, printOfModel));
  }

  /**
   * Copies and hashes an insight.
   *
   * @param printOfModel the print of a model that an insight proposes to deploy
   * @throws IllegalArgumentException if it holds a null or what cannot be hashed
   */
  public static Commitment of(Insight insight, Function<Model, String> printOfModel) {
    return new Commitment(insight, Content.of(insight), printOfModel);
  }

  /**
   * Asks every slice that this insight speaks of about rows.
   *
   * @throws IllegalArgumentException if they lack a column
   */
  public void requireColumnsOf(Rows rows) {
    about().on(rows);
    claims().stream()
        .flatMap(claim -> claim.quantity().slices().stream())
        .forEach(slice -> slice.on(rows));
  }

  /** By forecast: the larger mean first, then the smaller deviation; without one last. */
  static Comparator<Commitment> byForecast() {
    return Comparator.<Commitment>comparingDouble(
            c -> -c.forecast().map(Forecast::mean).orElse(Double.NEGATIVE_INFINITY))
        .thenComparingDouble(c -> c.forecast().map(Forecast::sd).orElse(0.0));
  }

  /** SHA-256 over what the insight says; its producer's name is not in it. */
  String hash() {
    return hash;
  }

  /** Whether the insight still says what it said. */
  boolean isUnchanged() {
    try {
      return ContentHash.of(Content.of(source), printOfModel).equals(hash);
    } catch (RuntimeException | Error e) {
      return false;
    }
  }

  /** The print that a model of this insight had when it was committed. */
  String committedPrint(Model model) {
    return find(prints, model).orElse("");
  }

  private static String print(
      List<Printed> prints, Model model, Function<Model, String> printOfModel) {
    return find(prints, model)
        .orElseGet(
            () -> {
              String print = printOfModel.apply(model);
              prints.add(new Printed(model, print));
              return print;
            });
  }

  private static Optional<String> find(List<Printed> prints, Model model) {
    return prints.stream()
        .filter(printed -> printed.model() == model)
        .map(Printed::print)
        .findFirst();
  }

  String statement() {
    return content.statement();
  }

  Slice about() {
    return content.about();
  }

  List<Claim> claims() {
    return content.claims();
  }

  Optional<Remedy> remedy() {
    return content.remedy();
  }

  Optional<Forecast> forecast() {
    return content.forecast();
  }
}
