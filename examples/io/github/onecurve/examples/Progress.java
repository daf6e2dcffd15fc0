package io.github.onecurve.examples;

/** Shows on the terminal how far an audit has come. */
final class Progress {
  private Progress() {}

  static void print(String what, long done, long total) {
    System.err.printf("\r%-28s %d/%d ", what, done, total);
    if (done == total) {
      System.err.println();
    }
  }
}
