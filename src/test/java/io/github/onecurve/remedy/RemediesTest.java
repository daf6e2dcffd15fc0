package io.github.onecurve.remedy;

import io.github.onecurve.attack.Threat;
import io.github.onecurve.data.Slice;
import io.github.onecurve.model.Model;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** Every remedy and every change, held to the contract. */
class RemediesTest {
  private static final Model OTHER = Model.ofRows(rows -> new float[rows.length][3]);

  @Nested
  class ShipAsIsTest implements RemedyContract {
    @Override
    public Remedy remedy() {
      return new ShipAsIs();
    }
  }

  @Nested
  class HoldTest implements RemedyContract {
    @Override
    public Remedy remedy() {
      return new Hold();
    }
  }

  @Nested
  class AbstainBelowTest implements RemedyContract {
    @Override
    public Remedy remedy() {
      return new AbstainBelow(0.7);
    }
  }

  @Nested
  class AbstainWhenTest implements RemedyContract {
    @Override
    public Remedy remedy() {
      return new AbstainWhen(Slice.of(new Slice.FeatureRange(0, 1, 9)));
    }
  }

  @Nested
  class AbstainOnTest implements RemedyContract {
    @Override
    public Remedy remedy() {
      return new AbstainOn("gorilla");
    }
  }

  @Nested
  class ExpectedCostRuleTest implements RemedyContract {
    @Override
    public Remedy remedy() {
      return new ExpectedCostRule();
    }
  }

  @Nested
  class AblateTest implements RemedyContract {
    @Override
    public Remedy remedy() {
      return new Ablate("h1", List.of(new Ablate.Unit(2, 0.5f), new Ablate.Unit(0, 0)));
    }
  }

  @Nested
  class PruneTest implements RemedyContract {
    @Override
    public Remedy remedy() {
      return new Prune(0.5);
    }
  }

  @Nested
  class SwapModelTest implements RemedyContract {
    @Override
    public Remedy remedy() {
      return new SwapModel("a constant", OTHER);
    }
  }

  @Nested
  class RetrainTest implements RemedyContract {
    @Override
    public Remedy remedy() {
      return Retrain.with();
    }
  }

  @Nested
  class DiagnosisRowsTest implements RemedyContract {
    @Override
    public Remedy remedy() {
      return Retrain.with(new DiagnosisRows());
    }
  }

  @Nested
  class AcquireLabelsTest implements RemedyContract {
    @Override
    public Remedy remedy() {
      return Retrain.with(new AcquireLabels(Slice.where("group", "B"), 20));
    }
  }

  @Nested
  class ReweightTest implements RemedyContract {
    @Override
    public Remedy remedy() {
      return Retrain.with(
          new Reweight(List.of(new Reweight.Cell("human", Slice.where("group", "B"), 20))));
    }
  }

  @Nested
  class AugmentAdversariallyTest implements RemedyContract {
    @Override
    public Remedy remedy() {
      return Retrain.with(new AugmentAdversarially(Threat.linf(0.2)));
    }
  }

  @Nested
  class ComposeTest implements RemedyContract {
    @Override
    public Remedy remedy() {
      return Compose.of(new Prune(0.3), new AbstainOn("other"), new AbstainBelow(0.6));
    }
  }

  @Nested
  class ComposeWithRetrainTest implements RemedyContract {
    @Override
    public Remedy remedy() {
      return Compose.of(Retrain.with(new DiagnosisRows()), new AbstainOn("gorilla"));
    }
  }
}
