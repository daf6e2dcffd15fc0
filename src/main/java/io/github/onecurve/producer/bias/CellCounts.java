package io.github.onecurve.producer.bias;

import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Slice;
import io.github.onecurve.remedy.Reweight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How often each cell, a class in a group, occurs in the training and in the diagnosis rows.
 *
 * <p>A cell's smoothed shares are (count + ½) / Σ (count + ½) over the cells that occur in either
 * table: p in the diagnosis rows, q in the training rows. Rows whose group is missing are in no
 * cell.
 */
final class CellCounts {
  private static final int LEAST_DIAGNOSIS_ROWS = 10;

  private final Grouping grouping;
  private final List<String> classNames;
  private final int[] training;
  private final int[] diagnosis;
  private final double trainingTotal;
  private final double diagnosisTotal;

  CellCounts(Grouping grouping, LabelledRows trainingRows, LabelledRows diagnosisRows) {
    this.grouping = grouping;
    this.classNames = diagnosisRows.classNames();
    this.training = grouping.count(trainingRows);
    this.diagnosis = grouping.count(diagnosisRows);
    double occurring = occurring().count() / 2.0;
    this.trainingTotal = IntStream.of(training).sum() + occurring;
    this.diagnosisTotal = IntStream.of(diagnosis).sum() + occurring;
  }

  Grouping grouping() {
    return grouping;
  }

  String className(int cell) {
    return classNames.get(cell / grouping.groups());
  }

  /** The group of a cell. */
  int group(int cell) {
    return cell % grouping.groups();
  }

  Slice slice(int cell) {
    return grouping.slice(group(cell));
  }

  int training(int cell) {
    return training[cell];
  }

  int diagnosis(int cell) {
    return diagnosis[cell];
  }

  /** The diagnosis rows of a cell's group, of any class. */
  int diagnosisOfGroup(int cell) {
    return IntStream.range(0, classNames.size())
        .map(c -> diagnosis[c * grouping.groups() + group(cell)])
        .sum();
  }

  /** The share p in the diagnosis rows, smoothed. */
  double p(int cell) {
    return (diagnosis[cell] + 0.5) / diagnosisTotal;
  }

  /** The share q in the training rows, smoothed. */
  double q(int cell) {
    return (training[cell] + 0.5) / trainingTotal;
  }

  /** p · ln(p / q), what the cell adds to the divergence of training from diagnosis, in nats. */
  double divergence(int cell) {
    return p(cell) * Math.log(p(cell) / q(cell));
  }

  /**
   * The cell of largest divergence among those with at least 10 diagnosis rows; ties to the first
   * group, then to the first class. Empty where no divergence is above 0.
   */
  Optional<Integer> rarest() {
    Optional<Integer> rarest = Optional.empty();
    double most = 0;
    for (int group = 0; group < grouping.groups(); group++) {
      for (int c = 0; c < classNames.size(); c++) {
        int cell = c * grouping.groups() + group;
        if (diagnosis[cell] >= LEAST_DIAGNOSIS_ROWS && divergence(cell) > most) {
          most = divergence(cell);
          rarest = Optional.of(cell);
        }
      }
    }
    return rarest;
  }

  /** The weight p / q of each cell, scaled to mean 1 over the training rows in cells. */
  Reweight reweighting() {
    int[] cells = occurring().toArray();
    double sum = 0;
    double rows = 0;
    for (int cell : cells) {
      sum += training[cell] * (p(cell) / q(cell));
      rows += training[cell];
    }
    List<Reweight.Cell> weights = new ArrayList<>();
    for (int cell : cells) {
      double weight = p(cell) / q(cell) * (sum > 0 ? rows / sum : 1);
      weights.add(new Reweight.Cell(className(cell), slice(cell), weight));
    }
    return new Reweight(weights);
  }

  private IntStream occurring() {
    return IntStream.range(0, diagnosis.length)
        .filter(cell -> training[cell] > 0 || diagnosis[cell] > 0);
  }
}
