package io.github.onecurve.remedy;

import io.github.onecurve.network.Network;
import io.github.onecurve.surgery.Ablation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Cuts units of a tensor of the network out: each is replaced by a constant.
 *
 * @param tensor the hidden tensor
 * @param units the units and their constants, at least one, each unit once
 */
public record Ablate(String tensor, List<Unit> units) implements Remedy {
  /** A unit of a tensor and the constant that takes its place. */
  public record Unit(int index, float value) {
    /** Checks that the constant is a number. */
    public Unit {
      if (index < 0 || !Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "an ablated unit needs an index of at least 0 and a finite value, found unit "
                + index
                + ", value "
                + value);
      }
    }
  }

  /** Checks that there is something to cut, once. */
  public Ablate {
    units = List.copyOf(units);
    if (units.isEmpty() || units.stream().map(Unit::index).distinct().count() < units.size()) {
      throw new IllegalArgumentException(
          "expected at least one unit of \"" + tensor + "\", each once, found " + units);
    }
  }

  @Override
  public Deployment carryOut(Deployment current, Workshop tools) {
    Network network = tools.network(current, this);
    Map<Integer, Float> values = new TreeMap<>();
    units.forEach(unit -> values.put(unit.index(), unit.value()));
    try {
      return current.with(Ablation.of(network, tensor, values));
    } catch (IllegalArgumentException e) {
      throw new NotExecutableException(e.getMessage());
    }
  }

  @Override
  public boolean setsGivenValues() {
    return true;
  }

  @Override
  public String toString() {
    List<Integer> indices = units.stream().map(Unit::index).sorted().toList();
    String shown =
        indices.size() <= 8
            ? indices.toString()
            : indices.subList(0, 8).toString().replace("]", ", … " + indices.size() + " in all]");
    return "ablate " + tensor + " " + shown;
  }
}
