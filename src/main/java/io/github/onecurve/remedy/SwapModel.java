package io.github.onecurve.remedy;

import io.github.onecurve.model.Model;
import java.util.Objects;
import java.util.function.Function;

/**
 * Deploys another model in place of today's; it is committed by its name and by its logits on the
 * diagnosis rows.
 */
public record SwapModel(String name, Model model) implements Remedy {
  /** Checks that there is a name and a model. */
  public SwapModel {
    Objects.requireNonNull(name, "expected a name for the model to swap in, found null");
    Objects.requireNonNull(model, "expected a model to swap in, found null");
  }

  @Override
  public Deployment carryOut(Deployment current, Workshop tools) {
    return current.with(model);
  }

  @Override
  public boolean setsGivenValues() {
    return true;
  }

  @Override
  public SwapModel recorded(Function<Model, String> print) {
    return model instanceof RecordedModel
        ? this
        : new SwapModel(name, new RecordedModel(print.apply(model)));
  }

  /**
   * Models are told apart by identity, recorded ones by their prints: their own say is not asked.
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof SwapModel that
        && name.equals(that.name)
        && (model == that.model
            || (model instanceof RecordedModel mine
                && that.model instanceof RecordedModel theirs
                && mine.equals(theirs)));
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return "swap in " + name;
  }
}
