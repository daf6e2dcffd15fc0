package io.github.onecurve.validity;

import java.util.SplittableRandom;

/**
 * What a retraining seed does to a system as a whole: u in [−1, 1] of mean 0. A row that may change
 * to the better does so with probability (1 + u)/2, one that may change to the worse with (1 −
 * u)/2.
 */
public enum Noise {
  /** All seeds are alike; rows still fall out differently. */
  NONE {
    @Override
    double draw(SplittableRandom random) {
      return 0;
    }
  },
  /** u uniform within ±0.2. */
  MODERATE {
    @Override
    double draw(SplittableRandom random) {
      return 0.2 * (2 * random.nextDouble() - 1);
    }
  },
  /** u uniform within ±1. */
  DOMINANT {
    @Override
    double draw(SplittableRandom random) {
      return 2 * random.nextDouble() - 1;
    }
  },
  /** One training in ten fails: u is −0.9, else 0.1. */
  COLLAPSE {
    @Override
    double draw(SplittableRandom random) {
      return random.nextDouble() < 0.1 ? -0.9 : 0.1;
    }
  };

  abstract double draw(SplittableRandom random);
}
