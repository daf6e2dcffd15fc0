package io.github.onecurve.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The judge's rows kept apart from every other kind of rows: a judge row that another kind already
 * holds proves nothing.
 *
 * <p>A judge row is removed where its whole record as read (inputs, label, attributes, ignored
 * columns) equals a row of another kind, or where its entity occurs in another kind. Repeats among
 * the judge's rows stay, and so do rows of which only the inputs repeat. Records are compared by
 * print first and then in full; of ignored columns only a print of 128 bits is kept. A column that
 * one of two kinds lacks cannot tell their rows apart. Where both have entities, different entities
 * are different records.
 *
 * @param kept the judge's rows that remain, in the order given
 * @param removed the rows taken away, out of all judge rows given
 * @param equalRecords the number of judge rows whose whole record equals a row of another kind
 * @param sharedEntities the number of judge rows whose entity occurs in another kind
 * @param repeatedInputs the number of rows kept whose inputs alone equal a row of another kind
 * @param nearDuplicates of the rows kept, those that nearly equal a row of another kind
 */
public record Separation(
    LabelledRows kept,
    RowSet removed,
    int equalRecords,
    int sharedEntities,
    int repeatedInputs,
    NearDuplicates nearDuplicates) {
  private static final double MOST_REMOVED = 0.01;

  /** Judge rows that have yet to be held against any other kind. */
  public static Judged judge(LabelledRows rows) {
    return new Judged(rows, List.of());
  }

  /** Whether so many rows were removed (more than 1%) that the judged population has changed. */
  public boolean changesPopulation() {
    return removed.size() > MOST_REMOVED * removed.universe();
  }

  /** One sentence a person can read. */
  @Override
  public String toString() {
    String sentence =
        String.format(
            "%d of %d judge rows removed (%d equal to a row of another kind, %d of an entity that"
                + " occurs in another kind); of those kept, %d repeat inputs of another kind",
            removed.size(), removed.universe(), equalRecords, sharedEntities, repeatedInputs);
    if (nearDuplicates.moreThanChance()) {
      sentence += "; " + nearDuplicates;
    }
    return changesPopulation()
        ? sentence + "; more than 1% is gone: the judged population has changed"
        : sentence;
  }

  /** Judge rows with the other kinds of rows that they must not share records with. */
  public static final class Judged {
    private final LabelledRows judge;
    private final List<Kind> kinds;

    private Judged(LabelledRows judge, List<Kind> kinds) {
      this.judge = judge;
      this.kinds = kinds;
    }

    /** Held against labelled rows of another kind as well. */
    public Judged from(LabelledRows other) {
      return with(new Kind(other.rows(), Optional.of(other)));
    }

    /** Held against a pool as well; where its labels are closed, rows are compared without them. */
    public Judged from(LabelPool pool) {
      return with(new Kind(pool.rows(), pool.answers()));
    }

    /**
     * Removes what the judge's rows share with the other kinds, and counts it.
     *
     * @throws IllegalArgumentException if that leaves no judge row
     */
    public Separation separate() {
      RowSet none = RowSet.of(judge.size());
      RowSet records = none;
      RowSet entities = none;
      RowSet inputs = none;
      for (Kind kind : kinds) {
        records = records.or(kind.equalRecords(judge));
        entities = entities.or(kind.sharedEntities(judge.rows()));
        inputs = inputs.or(kind.equalInputs(judge.rows()));
      }
      RowSet removed = records.or(entities);
      if (removed.size() == judge.size()) {
        throw new IllegalArgumentException(
            String.format(
                "each of the %d judge rows occurs in another kind of rows (%d as an equal record,"
                    + " %d through its entity): give the judge rows that nobody else has",
                judge.size(), records.size(), entities.size()));
      }
      LabelledRows kept = removed.isEmpty() ? judge : judge.select(removed.not());
      return new Separation(
          kept,
          removed,
          records.size(),
          entities.size(),
          inputs.and(removed.not()).size(),
          Neighbours.find(kept.rows(), kinds.stream().map(Kind::rows).toList()));
    }

    private Judged with(Kind kind) {
      List<Kind> more = new ArrayList<>(kinds);
      more.add(kind);
      return new Judged(judge, List.copyOf(more));
    }
  }

  /** One other kind of rows, with labels where they are known. */
  private record Kind(Rows rows, Optional<LabelledRows> labelled) {
    RowSet equalRecords(LabelledRows judge) {
      return new Records(judge, rows, labelled).equalRecords();
    }

    RowSet equalInputs(Rows judge) {
      return Records.equalInputs(judge, rows);
    }

    RowSet sharedEntities(Rows judge) {
      Set<String> taken = new HashSet<>();
      for (int row = 0; row < rows.size(); row++) {
        rows.entity(row).ifPresent(taken::add);
      }
      return RowSet.where(
          judge.size(), row -> judge.entity(row).filter(taken::contains).isPresent());
    }
  }
}
