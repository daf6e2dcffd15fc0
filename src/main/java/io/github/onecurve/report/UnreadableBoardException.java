package io.github.onecurve.report;

import java.nio.file.Path;

/** A text or file that is not a board; the message says where, what was expected and found. */
public final class UnreadableBoardException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String pointer;
  private final String fault;

  UnreadableBoardException(String pointer, String fault, Throwable cause) {
    this("", pointer, fault, cause);
  }

  private UnreadableBoardException(String source, String pointer, String fault, Throwable cause) {
    super(source + "at " + (pointer.isEmpty() ? "the top" : pointer) + ": " + fault, cause);
    this.pointer = pointer;
    this.fault = fault;
  }

  /** Where the fault is, as a JSON pointer (RFC 6901); empty text for the whole. */
  public String pointer() {
    return pointer;
  }

  String fault() {
    return fault;
  }

  UnreadableBoardException in(Path path) {
    return new UnreadableBoardException(path + " ", pointer, fault, this);
  }
}
