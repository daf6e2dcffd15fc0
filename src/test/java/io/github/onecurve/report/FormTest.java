package io.github.onecurve.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class FormTest {
  private record Odd(Object anything) {}

  private record Odder(Iterable<String> anything) {}

  @Test
  void whatIsNoPlainDataIsRefusedByItsType() {
    assertEquals(
        "expected a record of texts, numbers, records and lists of them, found a java.lang.Object",
        refusal(new Odd(1)));
    assertEquals(
        "expected a record of texts, numbers, records and lists of them, found a"
            + " java.lang.Iterable<java.lang.String>",
        refusal(new Odder(List.of())));
  }

  @ParameterizedTest
  @ValueSource(floats = {0.1f, -0.0f, Float.MIN_VALUE, Float.MAX_VALUE, 1e-3f, 16777216f, 3.4e-5f})
  void floatsAreWrittenAsShortAsTheyCanBeAndReadBackToTheBit(float number) {
    JsonNode written = Scalar.FLOAT.write(number, "");
    assertEquals(number, Scalar.FLOAT.read(new Place(written, "")));
    assertEquals(Double.parseDouble(Float.toString(number)), written.doubleValue());
  }

  private static String refusal(Record odd) {
    Form form = new RecordForm(odd.getClass());
    return assertThrows(IllegalArgumentException.class, () -> form.write(odd, "")).getMessage();
  }
}
