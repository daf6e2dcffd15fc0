package io.github.onecurve.report;

import tools.jackson.databind.JsonNode;

/** A value in a JSON document and where it stands. */
record Place(JsonNode node, String pointer) {
  private static final int SHOWN = 40;

  /** A member of this object, which must be there. */
  Place member(String name) {
    if (!node.isObject()) {
      throw expected("an object");
    }
    JsonNode value = node.get(name);
    if (value == null) {
      throw fault(
          "expected the member \""
              + name
              + "\", found "
              + (node.isEmpty() ? "none" : "only " + node.propertyNames())
              + ": write null where there is no value");
    }
    return new Place(value, pointerTo(pointer, name));
  }

  /** An item of this list, from 0. */
  Place item(int index) {
    return new Place(node.get(index), pointerTo(pointer, index));
  }

  static String pointerTo(String pointer, Object step) {
    return pointer + "/" + step.toString().replace("~", "~0").replace("/", "~1");
  }

  UnreadableBoardException expected(String what) {
    return fault("expected " + what + ", found " + found());
  }

  UnreadableBoardException fault(String message) {
    return new UnreadableBoardException(pointer, message, null);
  }

  private String found() {
    if (node.isObject()) {
      return "an object";
    }
    if (node.isArray()) {
      return "a list";
    }
    String text = node.toString();
    String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    return (node.isString() ? "the text " : node.isNumber() ? "the number " : "") + shown;
  }
}
