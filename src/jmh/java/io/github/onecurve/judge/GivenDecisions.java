package io.github.onecurve.judge;

import io.github.onecurve.data.Rows;
import io.github.onecurve.insight.Workers;
import io.github.onecurve.model.Model;
import io.github.onecurve.remedy.Deployment;
import io.github.onecurve.stakes.CostTable;
import io.github.onecurve.stakes.Decision;
import io.github.onecurve.stakes.Stakes;
import io.github.onecurve.stakes.Strata;
import io.github.onecurve.stats.PairedDifference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A board whose decisions are given: 50 candidates at 5 seeds, and 8 house rows, of which four are
 * retrained and one refuses every row.
 */
final class GivenDecisions {
  private static final int CANDIDATES = 50;
  private static final int SEEDS = 5;
  private static final int RETRAINED_HOUSE_ROWS = 4;
  private static final List<String> CLASSES = List.of("a", "b", "c");
  private static final Deployment NONE = Deployment.of(Model.ofRows(rows -> new float[0][0]));

  private final Stakes stakes = Stakes.standard().critical("a", "b", 20);
  private final Bill bill;
  private final PricedSystem today;
  private final List<PricedSystem> house = new ArrayList<>();
  private final List<PricedSystem> candidates = new ArrayList<>();

  /**
   * Such a board.
   *
   * @param changed the share of decisions that a system changes
   */
  GivenDecisions(int rows, double changed) {
    SplittableRandom random = new SplittableRandom(1);
    int[] labels = new int[rows];
    int[] decisions = new int[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = random.nextInt(CLASSES.size());
      decisions[row] = random.nextInt(10) == 0 ? random.nextInt(CLASSES.size()) : labels[row];
    }
    StatusQuo quo = StatusQuo.of(decisions, new long[0]);
    this.bill =
        new Bill(
            labels,
            Strata.of(stakes, Rows.of(new float[1][1]).select(new int[rows]), "judge"),
            CostTable.of(stakes, CLASSES),
            quo);
    this.today = PricedSystem.ofToday(NONE, quo, true);
    int[] other = new int[rows];
    Arrays.fill(other, Decision.ABSTAIN);
    house.add(today);
    house.add(system(quo, List.of(Changes.of(quo, other, new long[0]))));
    for (int h = 0; h < 2 + RETRAINED_HOUSE_ROWS; h++) {
      house.add(random(quo, decisions, other, h < 2 ? 1 : SEEDS, changed, random));
    }
    for (int c = 0; c < CANDIDATES; c++) {
      candidates.add(random(quo, decisions, other, SEEDS, changed, random));
    }
  }

  /** The sum of all that is measured of every system, priced on some workers. */
  double priced(Workers workers) {
    Lineup lineup = new Lineup(today);
    house.forEach(system -> lineup.add(system, List.of()));
    candidates.forEach(system -> lineup.add(system, house));
    Pricing pricing = new Pricing(CLASSES, stakes, Tally.of(bill, lineup, workers));
    double sum = pricing.lossPer1000().estimate();
    for (PricedSystem system : house) {
      sum += pricing.measure(system, pricing.saved(today, system), Map.of()).fixed();
    }
    for (PricedSystem system : candidates) {
      PairedDifference saved = pricing.saved(today, system);
      Map<String, PairedDifference> more = new LinkedHashMap<>();
      for (int h = 0; h < house.size(); h++) {
        more.put(String.valueOf(h), pricing.saved(house.get(h), system));
      }
      Standing standing = Standing.of(saved, more, 0.01);
      sum += pricing.measure(system, saved, more).savedPer1000().low();
      sum += standing.reason().length();
    }
    return sum;
  }

  private static PricedSystem random(
      StatusQuo quo,
      int[] decisions,
      int[] room,
      int seeds,
      double changed,
      SplittableRandom random) {
    List<Changes> all = new ArrayList<>();
    for (int s = 0; s < seeds; s++) {
      System.arraycopy(decisions, 0, room, 0, room.length);
      for (int change = 0; change < changed * room.length; change++) {
        int row = random.nextInt(room.length);
        room[row] = (decisions[row] + 1 + random.nextInt(CLASSES.size() - 1)) % CLASSES.size();
      }
      all.add(Changes.of(quo, room, new long[0]));
    }
    return system(quo, all);
  }

  private static PricedSystem system(StatusQuo quo, List<Changes> changes) {
    double[] sizes = new double[changes.size()];
    Arrays.fill(sizes, 0.5);
    return new PricedSystem(NONE, quo, changes, sizes, true);
  }
}
