package io.github.onecurve.proving;

import io.github.onecurve.data.Attribute;
import io.github.onecurve.data.LabelPool;
import io.github.onecurve.data.LabelledRows;
import io.github.onecurve.data.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The parable's data: a group of people whom the training rows hardly contain, and whose tone looks
 * like that of another class.
 *
 * <p>Three classes (.5, .2, .3) and 16 features, unit sd unless said. The first class consists of
 * the groups A and B; the others have the group "none". Feature 0 (sd 0.5) is the tone: −1.6 for A,
 * +1.6 for B and the second class, 0 for the third. Features 1 to 7 are +0.75 for the first class,
 * −0.75 for the second, 0 for the third; 8 to 10 are +1.3 for the third, −0.3 else; the rest is
 * noise. B is 1% of the first class in the training rows, and 20% of it everywhere else.
 *
 * <p>The audit-only attribute {@code group} is on all rows. Rows are generated at each call, the
 * same for the same seed and variation.
 *
 * @param seed of the world
 * @param variation how this world differs from the parable as it is told
 */
public record ParableWorld(long seed, Variation variation) {
  private static final int WIDTH = 16;
  private static final double DEPLOYED = 0.2;

  /** The parable as it is told. */
  public static ParableWorld of(long seed) {
    return new ParableWorld(seed, Variation.none());
  }

  /** The same draws, told in another way. */
  public static ParableWorld of(long seed, Variation variation) {
    return new ParableWorld(seed, variation);
  }

  /** 6,000 rows to train on. */
  public LabelledRows training() {
    return rows(1, 6_000, variation.gap() ? 0.01 : DEPLOYED);
  }

  /** 600 rows as at deployment, to learn about a model. */
  public LabelledRows diagnosis() {
    return rows(2, 600, DEPLOYED);
  }

  /** 6,000 rows as at deployment whose labels can be bought. */
  public LabelPool pool() {
    return LabelPool.of(rows(3, 6_000, DEPLOYED));
  }

  /** 20,000 rows as at deployment, to judge by. */
  public LabelledRows judge() {
    return rows(4, 20_000, DEPLOYED);
  }

  /** 30,000 rows as at deployment: what to train on if labels cost nothing. */
  public LabelledRows oracle() {
    return rows(5, 30_000, DEPLOYED);
  }

  /** Draws of a row: class, group if of the first class, the features from left to right. */
  private LabelledRows rows(int kind, int size, double shareOfB) {
    SplittableRandom random = new SplittableRandom(seed << 32 | (long) kind << 16);
    float[] inputs = new float[size * WIDTH];
    int[] labels = new int[size];
    List<String> groups = new ArrayList<>(size);
    for (int row = 0; row < size; row++) {
      double u = random.nextDouble();
      int label = u < 0.5 ? 0 : u < 0.7 ? 1 : 2;
      boolean inB = label == 0 && random.nextDouble() < shareOfB;
      labels[row] = label;
      groups.add(label != 0 ? "none" : inB ? "B" : "A");
      for (int feature = 0; feature < WIDTH; feature++) {
        double sd = feature == 0 ? 0.5 : 1;
        double value = mean(feature, label, inB) + sd * random.nextGaussian();
        inputs[row * WIDTH + variation.columns().get(feature)] = (float) value;
      }
    }
    Attribute group = Attribute.categorical("group", List.of("A", "B", "none"), groups);
    return LabelledRows.of(Rows.of(inputs, size, WIDTH).with(group), labels, variation.classes());
  }

  private static double mean(int feature, int label, boolean inB) {
    if (feature == 0) {
      return label == 2 ? 0 : label == 1 || inB ? 1.6 : -1.6;
    }
    if (feature < 8) {
      return label == 2 ? 0 : label == 1 ? -0.75 : 0.75;
    }
    return feature > 10 ? 0 : label == 2 ? 1.3 : -0.3;
  }

  /**
   * Another telling of the parable, under which nothing may depend on its words.
   *
   * @param classes the names of the three classes
   * @param columns where each of the 16 features stands, a permutation of 0 … 15
   * @param gap whether group B is rarer in the training rows than elsewhere
   */
  public record Variation(List<String> classes, List<Integer> columns, boolean gap) {
    public Variation {
      classes = List.copyOf(classes);
      columns = List.copyOf(columns);
      if (classes.size() != 3) {
        throw new IllegalArgumentException("the parable has 3 classes, found names " + classes);
      }
      List<Integer> expected = IntStream.range(0, WIDTH).boxed().toList();
      if (!columns.stream().sorted().toList().equals(expected)) {
        throw new IllegalArgumentException(
            "expected a permutation of the columns 0 to 15, found " + columns);
      }
    }

    /** No difference. */
    public static Variation none() {
      return new Variation(
          List.of("human", "gorilla", "other"), IntStream.range(0, WIDTH).boxed().toList(), true);
    }

    /** This variation with other names for the three classes. */
    public Variation naming(String first, String second, String third) {
      return new Variation(List.of(first, second, third), columns, gap);
    }

    /** This variation with feature i in column {@code places[i]}. */
    public Variation permuting(int... places) {
      return new Variation(classes, Arrays.stream(places).boxed().toList(), gap);
    }

    /** This variation with group B as frequent in the training rows as elsewhere. */
    public Variation withoutGap() {
      return new Variation(classes, columns, false);
    }
  }
}
