package io.github.onecurve.report;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A record as an object with a member for each component, all of them and no others. */
record RecordForm(Class<?> type) implements Form {
  @Override
  public JsonNode write(Object value, String at) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName();
      Form form = Form.of(component.getGenericType());
      object.set(name, form.write(component(component, value), Place.pointerTo(at, name)));
    }
    return object;
  }

  @Override
  public Object read(Place place) {
    return read(place, Set.of());
  }

  /** Reads an object that may hold some members beside those of the record. */
  Object read(Place place, Set<String> more) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      Form form = Form.of(components[i].getGenericType());
      values[i] = form.read(place.member(components[i].getName()));
    }
    requireKnown(place, more);
    return construct(components, values, place);
  }

  private void requireKnown(Place place, Set<String> more) {
    List<String> known =
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    for (String name : place.node().propertyNames()) {
      if (!known.contains(name) && !more.contains(name)) {
        throw place.fault(
            "expected only the members " + known + ", found \"" + name + "\" too: take it out");
      }
    }
  }

  private Object construct(RecordComponent[] components, Object[] values, Place place) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refusal) {
        throw new UnreadableBoardException(place.pointer(), refusal.getMessage(), refusal);
      }
      throw new IllegalStateException("cannot make a " + type.getName(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type.getName(), e);
    }
  }

  private static Object component(RecordComponent component, Object value) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
