package io.github.onecurve.data;

import java.util.Comparator;

/** Texts in the order of their Unicode code points, which no locale and no encoding changes. */
final class TextOrder {
  /** Smaller code point first; a prefix before what it begins. */
  static final Comparator<String> BY_CODE_POINT = TextOrder::compare;

  private TextOrder() {}

  /** Differs from {@link String#compareTo} where one text has a surrogate pair. */
  private static int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        boolean surrogates = Character.isSurrogate(left) != Character.isSurrogate(right);
        int order = Character.compare(left, right);
        return surrogates ? (Character.isSurrogate(left) ? 1 : -1) : order;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
