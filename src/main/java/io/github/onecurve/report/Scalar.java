package io.github.onecurve.report;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The forms of single values. Infinite numbers are the texts {@code "Infinity"} and {@code
 * "-Infinity"}; what is absent is null.
 */
enum Scalar implements Form {
  TEXT {
    @Override
    public JsonNode write(Object value, String at) {
      return JSON.stringNode((String) value);
    }

    @Override
    public Object read(Place place) {
      if (!place.node().isString()) {
        throw place.expected("a text");
      }
      return place.node().stringValue();
    }
  },

  FLAG {
    @Override
    public JsonNode write(Object value, String at) {
      return JSON.booleanNode((Boolean) value);
    }

    @Override
    public Object read(Place place) {
      if (!place.node().isBoolean()) {
        throw place.expected("true or false");
      }
      return place.node().booleanValue();
    }
  },

  INT {
    @Override
    public JsonNode write(Object value, String at) {
      return JSON.numberNode((Integer) value);
    }

    @Override
    public Object read(Place place) {
      if (!place.node().isIntegralNumber() || !place.node().canConvertToInt()) {
        throw place.expected("a whole number of 32 bits");
      }
      return place.node().intValue();
    }
  },

  LONG {
    @Override
    public JsonNode write(Object value, String at) {
      return JSON.numberNode((Long) value);
    }

    @Override
    public Object read(Place place) {
      if (!place.node().isIntegralNumber() || !place.node().canConvertToLong()) {
        throw place.expected("a whole number of 64 bits");
      }
      return place.node().longValue();
    }
  },

  DOUBLE {
    @Override
    public JsonNode write(Object value, String at) {
      double number = (Double) value;
      if (Double.isNaN(number)) {
        throw new IllegalArgumentException(
            "expected a number to write at "
                + at
                + ", found NaN: a board holds only numbers, find out where it comes from");
      }
      return Double.isInfinite(number)
          ? JSON.stringNode(Double.toString(number))
          : JSON.numberNode(number);
    }

    @Override
    public Object read(Place place) {
      JsonNode node = place.node();
      if (node.isNumber() && Double.isFinite(node.doubleValue())) {
        return node.doubleValue();
      }
      if (node.isString() && node.stringValue().matches("-?Infinity")) {
        return Double.valueOf(node.stringValue());
      }
      throw place.expected("a number, \"Infinity\" or \"-Infinity\"");
    }
  },

  FLOAT {
    @Override
    public JsonNode write(Object value, String at) {
      float number = (Float) value;
      double shortest = Double.parseDouble(Float.toString(number));
      return DOUBLE.write((float) shortest == number ? shortest : (double) number, at);
    }

    @Override
    public Object read(Place place) {
      return ((Double) DOUBLE.read(place)).floatValue();
    }
  },

  OPTIONAL_DOUBLE {
    @Override
    public JsonNode write(Object value, String at) {
      OptionalDouble optional = (OptionalDouble) value;
      return optional.isPresent() ? DOUBLE.write(optional.getAsDouble(), at) : JSON.nullNode();
    }

    @Override
    public Object read(Place place) {
      return place.node().isNull()
          ? OptionalDouble.empty()
          : OptionalDouble.of((Double) DOUBLE.read(place));
    }
  },

  OPTIONAL_INT {
    @Override
    public JsonNode write(Object value, String at) {
      OptionalInt optional = (OptionalInt) value;
      return optional.isPresent() ? JSON.numberNode(optional.getAsInt()) : JSON.nullNode();
    }

    @Override
    public Object read(Place place) {
      return place.node().isNull()
          ? OptionalInt.empty()
          : OptionalInt.of((Integer) INT.read(place));
    }
  };

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  static Scalar of(Class<?> type) {
    if (type == String.class) {
      return TEXT;
    }
    if (type == boolean.class || type == Boolean.class) {
      return FLAG;
    }
    if (type == int.class || type == Integer.class) {
      return INT;
    }
    if (type == long.class || type == Long.class) {
      return LONG;
    }
    if (type == double.class || type == Double.class) {
      return DOUBLE;
    }
    if (type == float.class || type == Float.class) {
      return FLOAT;
    }
    if (type == OptionalDouble.class) {
      return OPTIONAL_DOUBLE;
    }
    if (type == OptionalInt.class) {
      return OPTIONAL_INT;
    }
    throw new IllegalArgumentException(
        "expected a record of texts, numbers, records and lists of them, found a "
            + type.getName());
  }
}
