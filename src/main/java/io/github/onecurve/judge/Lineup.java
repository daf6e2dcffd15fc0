package io.github.onecurve.judge;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The systems that are priced, and which of them are compared with which: each with today's, and
 * with the references that it must beat.
 */
final class Lineup {
  private final List<PricedSystem> systems = new ArrayList<>();
  private final IdentityHashMap<PricedSystem, Integer> places = new IdentityHashMap<>();
  private final List<List<Integer>> references = new ArrayList<>();

  Lineup(PricedSystem today) {
    add(today);
  }

  /** Adds a system and the references that it must beat; what is known already stays. */
  void add(PricedSystem system, List<PricedSystem> mustBeat) {
    List<Integer> own = references.get(add(system));
    for (PricedSystem reference : mustBeat) {
      int place = add(reference);
      if (place != 0 && reference != system && !own.contains(place)) {
        own.add(place);
      }
    }
  }

  /** Today's system, which is in place 0. */
  PricedSystem today() {
    return systems.get(0);
  }

  int size() {
    return systems.size();
  }

  PricedSystem system(int place) {
    return systems.get(place);
  }

  /** The place of a system. */
  int place(PricedSystem system) {
    Integer place = places.get(system);
    if (place == null) {
      throw new IllegalStateException("expected a system of this board, found another");
    }
    return place;
  }

  /** The places of the references, today's system left out, that a system must beat. */
  List<Integer> references(int place) {
    return references.get(place);
  }

  /** Whether some other system must beat this one. */
  boolean isReference(int place) {
    return references.stream().anyMatch(own -> own.contains(place));
  }

  /** The largest number of seeds that a system has. */
  int mostSeeds() {
    return systems.stream().mapToInt(PricedSystem::seeds).max().orElseThrow();
  }

  /** The largest cost under attack of any system, in units; 0 where nothing is attacked. */
  long dearestUnderAttack() {
    long dearest = today().today().dearestUnderAttack();
    for (PricedSystem system : systems) {
      for (int s = 0; s < system.seeds(); s++) {
        dearest = Math.max(dearest, system.changes(s).worst().largest());
      }
    }
    return dearest;
  }

  private int add(PricedSystem system) {
    Integer known = places.get(system);
    if (known != null) {
      return known;
    }
    places.put(system, systems.size());
    systems.add(system);
    references.add(new ArrayList<>());
    return systems.size() - 1;
  }
}
