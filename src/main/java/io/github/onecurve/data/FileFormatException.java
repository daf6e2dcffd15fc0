package io.github.onecurve.data;

import java.io.IOException;

/** Says that a file of numbers is not what it should be, or a broken one, and what to do. */
public final class FileFormatException extends IOException {
  private static final long serialVersionUID = 1;

  FileFormatException(String message) {
    super(message);
  }

  FileFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
