package io.github.onecurve.remedy;

/** A remedy cannot be carried out on this subject; the message says why and what it would need. */
public final class NotExecutableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the reason. */
  public NotExecutableException(String reason) {
    super(reason);
  }
}
