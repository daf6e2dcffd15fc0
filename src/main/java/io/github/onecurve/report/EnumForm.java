package io.github.onecurve.report;

import java.util.Arrays;
import tools.jackson.databind.JsonNode;

/** The constants of an enum, by their texts. */
record EnumForm(Class<?> type) implements Form {
  @Override
  public JsonNode write(Object value, String at) {
    return Scalar.TEXT.write(value.toString(), at);
  }

  @Override
  public Object read(Place place) {
    Object[] constants = type.getEnumConstants();
    return Arrays.stream(constants)
        .filter(c -> place.node().isString() && c.toString().equals(place.node().stringValue()))
        .findFirst()
        .orElseThrow(() -> place.expected("one of " + Arrays.toString(constants)));
  }
}
