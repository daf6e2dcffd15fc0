package io.github.onecurve.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One of the records that a sealed interface permits: the record's members between a {@code kind},
 * its name with a small first letter, and a {@code text} for people, which is not read.
 */
record KindForm(Class<?> type) implements Form {
  private static final String KIND = "kind";
  private static final String TEXT = "text";

  @Override
  public JsonNode write(Object value, String at) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put(KIND, kind(value.getClass()));
    object.setAll((ObjectNode) new RecordForm(value.getClass()).write(value, at));
    return object.put(TEXT, value.toString());
  }

  @Override
  public Object read(Place place) {
    Place kind = place.member(KIND);
    Object name = Scalar.TEXT.read(kind);
    List<Class<?>> kinds = Arrays.asList(type.getPermittedSubclasses());
    Class<?> found =
        kinds.stream()
            .filter(permitted -> kind(permitted).equals(name))
            .findFirst()
            .orElseThrow(
                () -> kind.expected("one of " + kinds.stream().map(KindForm::kind).toList()));
    return new RecordForm(found).read(place, Set.of(KIND, TEXT));
  }

  private static String kind(Class<?> type) {
    String name = type.getSimpleName();
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
