package io.github.onecurve.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A list of values of one type.
 *
 * @param distinct whether it is a set, which is written in its order
 */
record ListForm(Form form, boolean distinct) implements Form {
  @Override
  public JsonNode write(Object value, String at) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Object item : (Collection<?>) value) {
      list.add(form.write(item, Place.pointerTo(at, list.size())));
    }
    return list;
  }

  @Override
  public Object read(Place place) {
    if (!place.node().isArray()) {
      throw place.expected("a list");
    }
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < place.node().size(); i++) {
      items.add(form.read(place.item(i)));
    }
    return distinct ? new LinkedHashSet<>(items) : items;
  }
}
