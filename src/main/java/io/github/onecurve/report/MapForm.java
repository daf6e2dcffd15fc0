package io.github.onecurve.report;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values of one type by name. */
record MapForm(Form form) implements Form {
  @Override
  public JsonNode write(Object value, String at) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    ((Map<?, ?>) value)
        .forEach(
            (key, item) -> object.set((String) key, form.write(item, Place.pointerTo(at, key))));
    return object;
  }

  @Override
  public Object read(Place place) {
    if (!place.node().isObject()) {
      throw place.expected("an object");
    }
    Map<String, Object> map = new LinkedHashMap<>();
    for (String name : place.node().propertyNames()) {
      map.put(name, form.read(place.member(name)));
    }
    return map;
  }
}
