package io.github.onecurve.data;

/** Hears how far a long piece of work has come. */
@FunctionalInterface
public interface Progress {
  /**
   * Reports that {@code done} of {@code total} steps of a piece of work are done.
   *
   * @param what the piece of work, as a person would call it
   */
  void report(String what, long done, long total);

  /** Hears nothing. */
  static Progress silent() {
    return (what, done, total) -> {};
  }
}
