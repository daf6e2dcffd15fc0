package io.github.onecurve.judge;

import java.nio.ByteBuffer;

/** Checks of bytes that were written down and are read again. */
final class EncodedParts {
  private EncodedParts() {}

  /** Checks that so many bytes are left. */
  static void require(ByteBuffer in, long bytes, String what) {
    if (in.remaining() < bytes) {
      throw broken(bytes + " bytes of " + what, String.valueOf(in.remaining()));
    }
  }

  static IllegalArgumentException broken(String expected, String found) {
    return new IllegalArgumentException(
        "expected "
            + expected
            + ", found "
            + found
            + ": these are not whole changes of decisions about these rows, carry the remedy out"
            + " again");
  }
}
