package io.github.onecurve.judge;

import io.github.onecurve.data.Fingerprint;
import io.github.onecurve.data.Tensor;
import io.github.onecurve.model.Model;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * SHA-256 over plain data: records, texts, numbers, collections, tensors; a model counts as the
 * logits it gives.
 */
final class ContentHash {
  private final Function<Model, String> printOfModel;
  private final Fingerprint print = Fingerprint.start();

  private ContentHash(Function<Model, String> printOfModel) {
    this.printOfModel = printOfModel;
  }

  /**
   * The hash of a value, 64 hexadecimal digits.
   *
   * @param printOfModel the print of a model by what it answers
   * @throws IllegalArgumentException if some part is null or of a kind that cannot be hashed
   */
  static String of(Object value, Function<Model, String> printOfModel) {
    ContentHash hash = new ContentHash(printOfModel);
    hash.add(value);
    return hash.print.hex();
  }

  private void add(Object value) {
    if (value == null) {
      throw new IllegalArgumentException("an insight must hold no null, found one");
    } else if (value instanceof Model model) {
      print.add("model").add(printOfModel.apply(model));
    } else if (value instanceof Record record) {
      addRecord(record);
    } else if (value instanceof Collection<?> items) {
      print.add("items").add(items.size());
      items.forEach(this::add);
    } else if (value instanceof Map<?, ?> map) {
      print.add("map").add(map.size());
      map.forEach(
          (key, item) -> {
            add(key);
            add(item);
          });
    } else {
      addValue(value);
    }
  }

  private void addValue(Object value) {
    if (value instanceof Optional<?> optional) {
      print.add("optional").add(optional.isPresent() ? 1 : 0);
      optional.ifPresent(this::add);
    } else if (value instanceof OptionalInt optional) {
      print.add("optional").add(optional.isPresent() ? 1 : 0).add(optional.orElse(0));
    } else if (value instanceof Double || value instanceof Float) {
      print.add("number").add(((Number) value).doubleValue());
    } else if (value instanceof Number number) {
      print.add("whole").add(number.longValue());
    } else if (value instanceof Tensor tensor) {
      print.add("tensor").add(tensor.fingerprint());
    } else if (value instanceof String || value instanceof Boolean || value instanceof Enum<?>) {
      print.add("text").add(value.toString());
    } else {
      throw new IllegalArgumentException(
          "an insight must be plain data (records, texts, numbers, collections), found a "
              + value.getClass().getName());
    }
  }

  private void addRecord(Record record) {
    print.add("record").add(record.getClass().getName());
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      print.add(component.getName());
      try {
        var accessor = component.getAccessor();
        accessor.setAccessible(true);
        add(accessor.invoke(record));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalArgumentException(
            "cannot read \"" + component.getName() + "\" of " + record.getClass().getName(), e);
      }
    }
  }
}
