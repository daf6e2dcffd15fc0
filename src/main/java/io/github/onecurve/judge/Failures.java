package io.github.onecurve.judge;

/** How a failure is written on the board. */
public final class Failures {
  private static final int LONGEST = 1000;

  private Failures() {}

  /** The kind of failure and its message, in one line of at most 1,000 characters. */
  public static String describe(Throwable failure) {
    String kind = failure.getClass().getSimpleName();
    String message = message(failure);
    String line = (kind.isEmpty() ? failure.getClass().getName() : kind) + message;
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }

  /** What it says of itself; a failure that fails at that too says nothing. */
  private static String message(Throwable failure) {
    try {
      String message = failure.getMessage();
      return message == null ? "" : ": " + message.replaceAll("\\s*\\R\\s*", " ");
    } catch (RuntimeException | Error e) {
      return "";
    }
  }
}
