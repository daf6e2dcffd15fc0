package io.github.onecurve;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * Walks breadth first through all that objects lead to, and says by which way it came to what must
 * not be found.
 */
final class Reach {
  private static final String OURS = "io.github.onecurve.";
  private static final int DEEPEST = 9;
  private static final int MOST_OF_A_CLASS = 300;
  private static final int MOST_ITEMS = 300;

  /** Public methods that end things or start whole audits. */
  private static final Set<String> LEFT_ALONE =
      Set.of("hashCode", "getClass", "end", "close", "trim", "run", "clone", "leaveBehind");

  private final Predicate<Object> forbidden;
  private final boolean fields;
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<Class<?>, Integer> counts = new HashMap<>();
  private final Deque<Step> open = new ArrayDeque<>();
  private final List<String> found = new ArrayList<>();

  private record Step(Object object, String way, int depth) {}

  private Reach(Predicate<Object> forbidden, boolean fields) {
    this.forbidden = forbidden;
    this.fields = fields;
  }

  /**
   * What is found by calling public methods without arguments, and what their exceptions say.
   *
   * @param forbidden is asked about each text, number, array and object
   */
  static List<String> byMethods(Predicate<Object> forbidden, Object... roots) {
    return new Reach(forbidden, false).walk(roots);
  }

  /** What is found by breaking into private fields of this library's objects. */
  static List<String> byFields(Predicate<Object> forbidden, Object... roots) {
    return new Reach(forbidden, true).walk(roots);
  }

  private List<String> walk(Object... roots) {
    for (Object root : roots) {
      look(root, root.getClass().getSimpleName(), 0);
    }
    while (!open.isEmpty()) {
      expand(open.poll());
    }
    return found;
  }

  private void look(Object object, String way, int depth) {
    if (object == null || depth > DEEPEST) {
      return;
    }
    if (forbidden.test(object)) {
      found.add(way);
      return;
    }
    Class<?> type = object.getClass();
    boolean leads =
        isOurs(type)
            || (type.isArray() && !type.getComponentType().isPrimitive())
            || object instanceof Optional
            || object instanceof Collection
            || object instanceof Map
            || object instanceof AtomicReference;
    if (leads && seen.add(object) && counts.merge(type, 1, Integer::sum) <= MOST_OF_A_CLASS) {
      open.add(new Step(object, way, depth));
    }
  }

  private void expand(Step step) {
    Object object = step.object();
    int next = step.depth() + 1;
    if (object instanceof Optional<?> optional) {
      optional.ifPresent(value -> look(value, step.way(), step.depth()));
    } else if (object instanceof AtomicReference<?> reference) {
      look(reference.get(), step.way(), next);
    } else if (object instanceof Map<?, ?> map) {
      items(map.keySet(), step.way() + "{key}", next);
      items(map.values(), step.way() + "{value}", next);
    } else if (object instanceof Collection<?> items) {
      items(items, step.way() + "[]", next);
    } else if (object.getClass().isArray()) {
      for (int i = 0; i < Math.min(MOST_ITEMS, Array.getLength(object)); i++) {
        look(Array.get(object, i), step.way() + "[]", next);
      }
    } else if (fields) {
      fields(object, step.way(), next);
    } else {
      methods(object, step.way(), next);
    }
  }

  private void items(Collection<?> items, String way, int depth) {
    items.stream().limit(MOST_ITEMS).forEach(item -> look(item, way, depth));
  }

  private void fields(Object object, String way, int depth) {
    for (Class<?> type = object.getClass();
        type != null && isOurs(type);
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          look(value(field, object), way + "." + field.getName(), depth);
        }
      }
    }
  }

  /** The value of a field, whatever its access; of a static one where there is no object. */
  static Object value(Field field, Object object) {
    try {
      field.setAccessible(true);
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot read " + field, e);
    }
  }

  private void methods(Object object, String way, int depth) {
    Method[] all = object.getClass().getMethods();
    Arrays.sort(all, Comparator.comparing(Method::getName));
    for (Method method : all) {
      if (method.getParameterCount() == 0
          && !Modifier.isStatic(method.getModifiers())
          && method.getReturnType() != void.class
          && (isOurs(method.getDeclaringClass()) || method.getName().equals("toString"))
          && !LEFT_ALONE.contains(method.getName())) {
        call(method, object, way + "." + method.getName() + "()", depth);
      }
    }
  }

  private void call(Method method, Object object, String way, int depth) {
    try {
      method.setAccessible(true);
      look(method.invoke(object), way, depth);
    } catch (InvocationTargetException e) {
      look(String.valueOf(e.getCause().getMessage()), way + " throws", depth);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot call " + method, e);
    }
  }

  private static boolean isOurs(Class<?> type) {
    return type.getName().startsWith(OURS) && !type.isEnum();
  }
}
