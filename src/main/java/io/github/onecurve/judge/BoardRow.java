package io.github.onecurve.judge;

import io.github.onecurve.remedy.Remedy;
import java.util.Optional;

/** A row of the board: something that can be done, and what it is worth. */
public sealed interface BoardRow permits Verdict, HouseRow {
  /** What to call it. */
  String title();

  /** What is done; empty where the producer said nothing that can be done. */
  Optional<Remedy> act();

  /** What it is worth; empty where it was not carried out. */
  Optional<Measured> measured();

  /** The number of labels that it pays. */
  int labels();
}
