package io.github.onecurve.judge;

import io.github.onecurve.stakes.Decision;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts rows into the sums of a {@link Tally}, block by block; a system costs as much as it
 * changes, a pair as much as both of its systems change alike.
 *
 * <p>For one thread at a time.
 */
final class Counting {
  /** A whole part of {@link SparseNumbers#BLOCK}. */
  private static final int BLOCK = 2048;

  private final Bill bill;
  private final Lineup lineup;
  private final Layout layout;
  private final int parts;
  private final RunningSums today;
  private final List<RunningSums> systems = new ArrayList<>();
  private final List<List<RunningSums>> pairs = new ArrayList<>();

  /** The seats of references; empty for other systems, which take turns on one. */
  private final Seat[] seats;

  private final Seat shared;
  private final long[] costs;
  private final int[] strata = new int[BLOCK];
  private final long blocksThatFit;
  private long blocksRunning;

  Counting(Bill bill, Lineup lineup) {
    this.bill = bill;
    this.lineup = lineup;
    this.parts = bill.today().isAttacked() ? 2 : 1;
    this.layout = new Layout(parts);
    this.costs = new long[BLOCK * parts];
    this.blocksThatFit = rowsThatFit(bill, lineup) / BLOCK;
    boolean wide = blocksThatFit == 0;
    int count = bill.strata().count();
    this.today = new RunningSums(count * layout.ofToday(), wide);
    this.seats = new Seat[lineup.size()];
    this.shared = new Seat(BLOCK, parts, lineup.mostSeeds());
    for (int x = 0; x < lineup.size(); x++) {
      int seeds = lineup.system(x).seeds();
      systems.add(new RunningSums(count * layout.ofSystem(seeds), wide));
      List<RunningSums> own = new ArrayList<>();
      for (int i = 0; i < lineup.references(x).size(); i++) {
        own.add(new RunningSums(count * layout.ofPair(), wide));
      }
      pairs.add(own);
      seats[x] = lineup.isReference(x) ? new Seat(BLOCK, parts, seeds) : shared;
    }
  }

  /** Counts the rows from one on to before another. */
  Tally rows(int from, int to) {
    int next = from;
    while (next < to) {
      int end = Math.min(to, (next / BLOCK + 1) * BLOCK);
      block(next, end);
      next = end;
    }
    carry();
    return new Tally(bill, lineup, layout, today, systems, pairs);
  }

  /** How many rows surely fit in 64 bits: each adds at most 2 (S · the dearest cost)² to a sum. */
  private static long rowsThatFit(Bill bill, Lineup lineup) {
    long dearest = Math.max(bill.dearest(), lineup.dearestUnderAttack());
    double most = 2.0 * lineup.mostSeeds() * lineup.mostSeeds() * dearest * dearest;
    return most < 1 ? Long.MAX_VALUE : (long) (Long.MAX_VALUE / 2.0 / most);
  }

  private void block(int from, int to) {
    if (blocksRunning >= blocksThatFit) {
      carry();
    }
    blocksRunning++;
    countToday(from, to);
    for (int x = 0; x < seats.length; x++) {
      if (seats[x] != shared) {
        seat(x, from, to);
      }
    }
    for (int x = 0; x < seats.length; x++) {
      if (seats[x] == shared) {
        seat(x, from, to);
      }
      count(seats[x], systems.get(x));
      List<Integer> references = lineup.references(x);
      for (int i = 0; i < references.size(); i++) {
        count(seats[x], seats[references.get(i)], pairs.get(x).get(i));
      }
    }
  }

  private void carry() {
    today.carry();
    systems.forEach(RunningSums::carry);
    pairs.forEach(own -> own.forEach(RunningSums::carry));
    blocksRunning = 0;
  }

  private void countToday(int from, int to) {
    StatusQuo before = bill.today();
    for (int row = from; row < to; row++) {
      int place = row - from;
      strata[place] = bill.strata().of(row);
      costs[place * parts] = bill.cost(row, before.decision(row));
      if (parts == 2) {
        costs[place * parts + 1] = before.worst(row);
      }
      int base = strata[place] * layout.ofToday();
      today.add(base + Layout.ROWS, 1);
      for (int part = 0; part < parts; part++) {
        today.add(base + layout.todaysCost(part), cost(place, part));
      }
      addSquare(
          today, base + layout.todaysSquares(), cost(place, 0), parts == 2 ? cost(place, 1) : 0);
    }
  }

  private long cost(int place, int part) {
    return costs[place * parts + part];
  }

  /** Puts on its seat what a system saves on the rows of a block, and counts its flips. */
  private void seat(int x, int from, int to) {
    PricedSystem system = lineup.system(x);
    Seat seat = seats[x];
    seat.take(system.seeds());
    for (int s = 0; s < system.seeds(); s++) {
      SparseNumbers decisions = system.changes(s).decisions();
      int end = decisions.from(to);
      for (int entry = decisions.from(from); entry < end; entry++) {
        int place = decisions.place(entry) - from % SparseNumbers.BLOCK;
        int decision = (int) decisions.number(entry);
        seat.put(place, 0, s, cost(place, 0) - bill.cost(from + place, decision));
        countFlip(systems.get(x), seat, place, from + place, decision);
      }
      if (parts == 2) {
        SparseNumbers worst = system.changes(s).worst();
        int last = worst.from(to);
        for (int entry = worst.from(from); entry < last; entry++) {
          int place = worst.place(entry) - from % SparseNumbers.BLOCK;
          seat.put(place, 1, s, cost(place, 1) - worst.number(entry));
        }
      }
    }
  }

  private void countFlip(RunningSums sums, Seat seat, int place, int row, int after) {
    int base = strata[place] * layout.ofSystem(seat.seeds());
    if (after == bill.label(row)) {
      sums.add(base + Layout.FIXED, 1);
    } else if (after == Decision.ABSTAIN) {
      sums.add(base + Layout.ABSTAINED, 1);
    } else if (bill.today().decision(row) == bill.label(row)) {
      sums.add(base + Layout.BROKE, 1);
    }
  }

  /** What a system saves over today's. */
  private void count(Seat seat, RunningSums sums) {
    int seeds = seat.seeds();
    int stride = layout.ofSystem(seeds);
    int squaredTotals = layout.squaredTotals(seeds);
    int squares = layout.squares(seeds);
    int timesLoss = layout.timesLoss(seeds);
    for (int i = 0; i < seat.count(); i++) {
      int place = seat.place(i);
      int base = strata[place] * stride;
      long clean = seat.total(place, 0);
      long attacked = parts == 2 ? seat.total(place, 1) : 0;
      addSquare(sums, base + squaredTotals, clean, attacked);
      addProducts(
          sums, base + timesLoss, cost(place, 0), parts == 2 ? cost(place, 1) : 0, clean, attacked);
      for (int s = 0; s < seeds; s++) {
        long c = seat.saved(place, 0, s);
        long a = parts == 2 ? seat.saved(place, 1, s) : 0;
        sums.add(base + layout.saved(0, s, seeds), c);
        if (parts == 2) {
          sums.add(base + layout.saved(1, s, seeds), a);
        }
        addSquare(sums, base + squares, c, a);
      }
    }
  }

  /** The cross products of a system and a reference, on rows that both change. */
  private void count(Seat seat, Seat reference, RunningSums sums) {
    boolean paired = seat.seeds() > 1 && reference.seeds() > 1;
    for (int i = 0; i < seat.count(); i++) {
      int place = seat.place(i);
      if (!reference.changes(place)) {
        continue;
      }
      int base = strata[place] * layout.ofPair();
      addProducts(
          sums,
          base,
          seat.total(place, 0),
          parts == 2 ? seat.total(place, 1) : 0,
          reference.total(place, 0),
          parts == 2 ? reference.total(place, 1) : 0);
      for (int s = 0; paired && s < seat.seeds(); s++) {
        addProducts(
            sums,
            base + layout.pairedSeeds(),
            seat.saved(place, 0, s),
            parts == 2 ? seat.saved(place, 1, s) : 0,
            reference.saved(place, 0, s),
            parts == 2 ? reference.saved(place, 1, s) : 0);
      }
    }
  }

  private void addSquare(RunningSums sums, int at, long clean, long attacked) {
    sums.addProduct(at, clean, clean);
    if (parts == 2) {
      sums.addProduct(at + 1, 2 * clean, attacked);
      sums.addProduct(at + 2, attacked, attacked);
    }
  }

  private void addProducts(
      RunningSums sums, int at, long cleanA, long attackedA, long cleanB, long attackedB) {
    sums.addProduct(at, cleanA, cleanB);
    if (parts == 2) {
      sums.addProduct(at + 1, cleanA, attackedB);
      sums.addProduct(at + 1, attackedA, cleanB);
      sums.addProduct(at + 2, attackedA, attackedB);
    }
  }
}
