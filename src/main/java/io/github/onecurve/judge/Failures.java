package io.github.onecurve.judge;

/** How a failure is written on the board. */
public final class Failures {
  private Failures() {}

  /** The kind of failure and its message, in one line. */
  public static String describe(Throwable failure) {
    String message = failure.getMessage();
    return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }
}
