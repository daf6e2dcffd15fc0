package io.github.onecurve.report;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A value that may be absent, which is written as null. */
record OptionalForm(Form form) implements Form {
  @Override
  public JsonNode write(Object value, String at) {
    Optional<?> optional = (Optional<?>) value;
    return optional.isPresent()
        ? form.write(optional.get(), at)
        : JsonNodeFactory.instance.nullNode();
  }

  @Override
  public Object read(Place place) {
    return place.node().isNull() ? Optional.empty() : Optional.of(form.read(place));
  }
}
