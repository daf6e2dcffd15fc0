package io.github.onecurve.report;

import io.github.onecurve.data.Tensor;
import io.github.onecurve.model.Model;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * How the values of a type are written as JSON and read back equal.
 *
 * <p>Records are objects of their components, sealed interfaces objects with a {@code kind}; so a
 * new remedy, claim or condition needs nothing here.
 */
interface Form {
  /**
   * A value as JSON.
   *
   * @param at where it will stand, for messages
   * @throws IllegalArgumentException if it cannot be read back equal
   */
  JsonNode write(Object value, String at);

  /**
   * The value at a place.
   *
   * @throws UnreadableBoardException if there is no such value
   */
  Object read(Place place);

  /** The form of a type. */
  static Form of(Type type) {
    if (type instanceof ParameterizedType parameterized) {
      return of(parameterized);
    }
    Class<?> plain = (Class<?>) type;
    if (plain == Tensor.class) {
      return new TensorForm();
    }
    if (plain == Model.class) {
      return new ModelForm();
    }
    if (plain.isEnum()) {
      return new EnumForm(plain);
    }
    if (plain.isRecord()) {
      return new RecordForm(plain);
    }
    return plain.isSealed() ? new KindForm(plain) : Scalar.of(plain);
  }

  private static Form of(ParameterizedType type) {
    Type[] arguments = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return new OptionalForm(of(arguments[0]));
    }
    if (type.getRawType() == List.class || type.getRawType() == Set.class) {
      return new ListForm(of(arguments[0]), type.getRawType() == Set.class);
    }
    if (type.getRawType() == Map.class && arguments[0] == String.class) {
      return new MapForm(of(arguments[1]));
    }
    throw new IllegalArgumentException(
        "expected a record of texts, numbers, records and lists of them, found a " + type);
  }
}
