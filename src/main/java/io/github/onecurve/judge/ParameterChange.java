package io.github.onecurve.judge;

import io.github.onecurve.data.Tensor;
import io.github.onecurve.model.Model;
import io.github.onecurve.network.Network;
import java.util.Map;

/**
 * How many parameters of a model differ from those of another.
 *
 * @param changed those that differ; 0 where they cannot be seen
 * @param all the parameters of the first
 * @param whole whether the model was replaced by one that cannot be compared with it
 */
record ParameterChange(long changed, long all, boolean whole) {
  static ParameterChange between(Model before, Model after) {
    if (before == after) {
      return new ParameterChange(0, 0, false);
    }
    if (!(before instanceof Network first && after instanceof Network second)
        || !first.parameters().keySet().equals(second.parameters().keySet())) {
      return new ParameterChange(0, 0, true);
    }
    long changed = 0;
    long all = 0;
    for (Map.Entry<String, Tensor> parameter : first.parameters().entrySet()) {
      Tensor now = second.parameter(parameter.getKey());
      all += parameter.getValue().size();
      changed += differences(parameter.getValue(), now);
    }
    return new ParameterChange(changed, all, false);
  }

  /** Whether more than a tenth of the parameters, or the whole model, changed. */
  boolean isLarge() {
    return whole || 10 * changed > all;
  }

  private static long differences(Tensor before, Tensor now) {
    if (before.size() != now.size()) {
      return before.size();
    }
    long differences = 0;
    for (int i = 0; i < before.size(); i++) {
      differences += before.get(i) == now.get(i) ? 0 : 1;
    }
    return differences;
  }
}
