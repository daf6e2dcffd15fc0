package io.github.onecurve.network;

import io.github.onecurve.data.RowSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The patches of a run, by what they lie on; of two on one number the later holds. */
final class Patches {
  private final Map<Integer, Map<Key, Patch>> onTensors = new HashMap<>();
  private final Map<Integer, Map<Integer, Map<Key, Patch>>> onEdges = new HashMap<>();

  /** A patch of the same place in the same rows takes the other's stead. */
  record Key(Place place, RowSet rows) {}

  boolean holds(Spot spot, RowSet rows) {
    return of(spot).containsKey(new Key(spot.place(), rows));
  }

  void put(Spot spot, RowSet rows, Patch patch) {
    Map<Key, Patch> there =
        spot.isEdge()
            ? onEdges
                .computeIfAbsent(spot.reader(), key -> new HashMap<>())
                .computeIfAbsent(spot.tensor(), key -> new LinkedHashMap<>())
            : onTensors.computeIfAbsent(spot.tensor(), key -> new LinkedHashMap<>());
    Key key = new Key(spot.place(), rows);
    there.remove(key);
    there.put(key, patch);
  }

  /** Takes away all patches of a place; whether there was one. */
  boolean remove(Spot spot) {
    return of(spot).keySet().removeIf(key -> key.place().equals(spot.place()));
  }

  void clear() {
    onTensors.clear();
    onEdges.clear();
  }

  /** The tensors that are patched for all. */
  Collection<Integer> tensors() {
    return onTensors.keySet();
  }

  /** The nodes that see a patch of their own. */
  Collection<Integer> readers() {
    return onEdges.keySet();
  }

  /** The tensors of which a node sees a patch of its own. */
  Collection<Integer> seenBy(int reader) {
    return onEdges.isEmpty() ? Set.of() : onEdges.getOrDefault(reader, Map.of()).keySet();
  }

  /** Patches a tensor that has just been computed, and remembers what was there. */
  void replace(int tensor, float[] chunk, int from, int count) {
    on(tensor).forEach(p -> p.replace(chunk, from, count));
  }

  /** Patches a copy of a tensor. */
  void set(int tensor, float[] chunk, int from, int count) {
    on(tensor).forEach(p -> p.set(chunk, from, count));
  }

  /** Puts back what was there before all patches. */
  void restore(int tensor, float[] chunk, int from, int count) {
    List<Patch> latest = new ArrayList<>(on(tensor));
    Collections.reverse(latest);
    latest.forEach(patch -> patch.restore(chunk, from, count));
  }

  /** Lets no gradient through. */
  void block(int tensor, float[] gradients, int from, int count) {
    on(tensor).forEach(p -> p.block(gradients, from, count));
  }

  /** What a node sees of a tensor: a copy with its patches. */
  float[] seen(int reader, int tensor, float[] chunk, int width, int from, int count) {
    float[] copy = Arrays.copyOf(chunk, count * width);
    edge(reader, tensor).forEach(patch -> patch.set(copy, from, count));
    return copy;
  }

  /** Lets no gradient out of what a node sees. */
  void blockSeen(int reader, int tensor, float[] gradients, int from, int count) {
    edge(reader, tensor).forEach(patch -> patch.block(gradients, from, count));
  }

  private Collection<Patch> on(int tensor) {
    return onTensors.isEmpty() ? List.of() : onTensors.getOrDefault(tensor, Map.of()).values();
  }

  private Collection<Patch> edge(int reader, int tensor) {
    return onEdges.getOrDefault(reader, Map.of()).getOrDefault(tensor, Map.of()).values();
  }

  private Map<Key, Patch> of(Spot spot) {
    return spot.isEdge()
        ? onEdges.getOrDefault(spot.reader(), Map.of()).getOrDefault(spot.tensor(), Map.of())
        : onTensors.getOrDefault(spot.tensor(), Map.of());
  }
}
