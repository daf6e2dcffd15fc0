package io.github.onecurve.bridge.onnx;

import io.github.onecurve.data.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The constants that nodes of the network read: which are parameters, what they are called, and
 * where in the file an edit of each belongs.
 *
 * <p>While nodes are being made a slot has a passing name; its own it gets at the end. A parameter
 * that stands in the file and is read in one form only is called as it is in the file, also where
 * it is read turned. Read in two forms (a tied embedding), the form that stands in the file keeps
 * that name and the other is called as the graph calls it.
 */
final class Slots {
  private static final String PASSING = "\u0000slot ";
  private static final float MASKED = -1e4f;

  private final List<Slot> slots = new ArrayList<>();
  private final Map<String, Integer> known = new HashMap<>();

  /** One constant in one form. */
  private static final class Slot {
    private final Literal value;
    private boolean weight;
    private String name = "";

    Slot(Literal value) {
      this.value = value;
    }

    boolean isParameter() {
      return weight
          || (value.isLearnt() && value.size() > 1 && value.origin().isPresent() && !isMask());
    }

    private boolean isMask() {
      for (float number : value.asFloats()) {
        if (number <= MASKED) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * What an edit of a parameter changes in the file.
   *
   * @param tensor the initializer or the Constant node's output, or the output of the node to be
   *     replaced by an initializer
   * @param origin where the numbers stand and how they were turned; empty where the tensor is made
   *     of others
   */
  record Place(String tensor, Optional<Origin> origin) {}

  /**
   * The passing name of a constant.
   *
   * @param weight whether the node that reads it multiplies or shifts by it as a weight does
   */
  String use(Literal value, boolean weight) {
    String form =
        value.origin().map(Origin::toString).orElse(value.name() + "")
            + Arrays.toString(value.dims());
    boolean shared = value.origin().isPresent() || !value.name().isEmpty();
    Integer number = shared ? known.get(form) : null;
    if (number == null) {
      number = slots.size();
      slots.add(new Slot(value));
      known.put(form, number);
    }
    slots.get(number).weight |= weight;
    return PASSING + number;
  }

  /** Says that the constant behind a passing name is read as a weight. */
  void isWeight(String passing) {
    slot(passing).weight = true;
  }

  /** Whether a name is a slot's passing name. */
  static boolean isPassing(String name) {
    return name.startsWith(PASSING);
  }

  /** The value behind a passing name. */
  Literal value(String passing) {
    return slot(passing).value;
  }

  private Slot slot(String passing) {
    return slots.get(Integer.parseInt(passing.substring(PASSING.length())));
  }

  /**
   * Gives every slot that is read its name, by passing name.
   *
   * @param taken names of the network's tensors
   * @param read passing names, and others
   */
  Map<String, String> names(Set<String> taken, Set<String> read) {
    Map<String, Integer> forms = new HashMap<>();
    for (int number = 0; number < slots.size(); number++) {
      if (read.contains(PASSING + number)) {
        slots.get(number).value.origin().ifPresent(o -> forms.merge(o.tensor(), 1, Integer::sum));
      }
    }
    Map<String, String> names = new LinkedHashMap<>();
    for (int number = 0; number < slots.size(); number++) {
      Slot slot = slots.get(number);
      if (!read.contains(PASSING + number)) {
        continue;
      }
      Optional<Origin> origin = slot.value.origin();
      boolean own =
          origin.isPresent()
              && (forms.get(origin.get().tensor()) == 1 || origin.get().turns().isEmpty());
      String wanted = own ? origin.get().tensor() : slot.value.name();
      slot.name = free(wanted.isEmpty() ? "constant" : wanted, taken);
      names.put(PASSING + number, slot.name);
    }
    return names;
  }

  private static String free(String wanted, Set<String> taken) {
    String name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = wanted + "/" + i;
    }
    return name;
  }

  /** Gives parameters and constants that are read to a network being built. */
  void addTo(io.github.onecurve.network.NetworkBuilder builder, Set<String> read) {
    for (Slot slot : slots) {
      if (read.contains(slot.name)) {
        Tensor value = slot.value.tensor();
        if (slot.isParameter()) {
          builder.parameter(slot.name, value);
        } else {
          builder.constant(slot.name, value);
        }
      }
    }
  }

  /** Where edits belong, by the name of a parameter or constant. */
  Map<String, Place> places() {
    Map<String, Place> places = new LinkedHashMap<>();
    for (Slot slot : slots) {
      Optional<Origin> origin = slot.value.origin();
      boolean standing = origin.isPresent() && slot.name.equals(origin.get().tensor());
      if (standing) {
        places.put(slot.name, new Place(origin.get().tensor(), origin));
      } else if (!slot.name.isEmpty() && !slot.value.name().isEmpty()) {
        places.put(slot.name, new Place(slot.value.name(), Optional.empty()));
      }
    }
    return places;
  }
}
