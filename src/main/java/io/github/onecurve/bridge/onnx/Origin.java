package io.github.onecurve.bridge.onnx;

import io.github.onecurve.data.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a parameter's numbers stand in the file, and how they were turned since: so that an edit
 * finds its way back.
 *
 * @param tensor name of the initializer or of the Constant node's output
 * @param turns in the order in which they were done
 */
record Origin(String tensor, List<Turn> turns) {
  /** One turn that can be undone. */
  sealed interface Turn {
    Tensor undo(Tensor turned);
  }

  /** Axis i is axis {@code perm[i]} of what it was. */
  record Transposed(List<Integer> perm) implements Turn {
    Transposed {
      perm = List.copyOf(perm);
    }

    @Override
    public Tensor undo(Tensor turned) {
      int[] inverse = Shape.inverse(perm.stream().mapToInt(Integer::intValue).toArray());
      return Literal.of(turned).transposed(inverse).tensor();
    }
  }

  /**
   * Another shape over the same numbers.
   *
   * @param before the shape it was; where the number of values changed since, the axis of length
   *     {@code after} that changed is looked for in it
   */
  record Reshaped(List<Integer> before, List<Integer> after) implements Turn {
    Reshaped {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }

    @Override
    public Tensor undo(Tensor turned) {
      int[] shape = before.stream().mapToInt(Integer::intValue).toArray();
      List<Integer> places = notOne(before);
      List<Integer> found = notOne(after);
      boolean sameAxes =
          turned.rank() == after.size()
              && places.stream()
                  .map(before::get)
                  .toList()
                  .equals(found.stream().map(after::get).toList());
      if (sameAxes) {
        for (int k = 0; k < places.size(); k++) {
          shape[places.get(k)] = turned.axis(found.get(k));
        }
        return Tensor.of(turned.values(), shape);
      }
      for (int axis = 0; axis < turned.rank() && turned.rank() == after.size(); axis++) {
        int changed = before.indexOf(after.get(axis));
        if (turned.axis(axis) != after.get(axis) && changed >= 0) {
          shape[changed] = turned.axis(axis);
        }
      }
      return Tensor.of(turned.values(), shape);
    }

    private static List<Integer> notOne(List<Integer> shape) {
      return IntStream.range(0, shape.size()).filter(axis -> shape.get(axis) != 1).boxed().toList();
    }
  }

  Origin {
    turns = List.copyOf(turns);
  }

  Origin then(Turn turn) {
    List<Turn> more = new ArrayList<>(turns);
    more.add(turn);
    return new Origin(tensor, more);
  }

  /** What to write at the origin for a parameter. */
  Tensor back(Tensor parameter) {
    List<Turn> last = new ArrayList<>(turns);
    Collections.reverse(last);
    Tensor value = parameter;
    for (Turn turn : last) {
      value = turn.undo(value);
    }
    return value;
  }
}
