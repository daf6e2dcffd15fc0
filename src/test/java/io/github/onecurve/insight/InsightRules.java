package io.github.onecurve.insight;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.onecurve.judge.Commitment;
import io.github.onecurve.model.Model;
import java.util.regex.Pattern;

/** What every insight must be, whoever says it. */
final class InsightRules {
  private static final Pattern NO_NUMBER = Pattern.compile("NaN|Infinity|∞(?!\\s*≤)|null|Optional");

  private InsightRules() {}

  static void check(Insight insight) {
    assertNotNull(insight, "expected an insight, found null");
    String statement = insight.statement();
    assertFalse(statement.isBlank(), "expected a sentence, found a blank one");
    assertFalse(
        NO_NUMBER.matcher(statement.replace("L∞", "L")).find(),
        () -> "expected numbers and words, found: " + statement);
    assertNotNull(insight.about());
    insight.remedy().ifPresent(remedy -> assertFalse(remedy.toString().isBlank()));
    insight
        .forecast()
        .ifPresent(
            forecast -> {
              assertTrue(Double.isFinite(forecast.mean()));
              assertTrue(Double.isFinite(forecast.sd()) && forecast.sd() >= 0);
            });
    for (Claim claim : insight.claims()) {
      assertTrue(claim.low() <= claim.high(), claim::toString);
      assertTrue(claim.low() >= -1 && claim.high() <= 1, claim::toString);
    }
    assertDoesNotThrow(() -> Commitment.of(insight, InsightRules::noPrint));
  }

  private static String noPrint(Model model) {
    return model.getClass().getName();
  }
}
