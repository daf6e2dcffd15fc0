package io.github.onecurve;

import io.github.onecurve.data.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener to progress who cannot stop the audit: what it throws is logged and forgotten. */
record Heard(Progress listener) implements Progress {
  private static final Logger LOG = LoggerFactory.getLogger(Heard.class);

  @Override
  public void report(String what, long done, long total) {
    try {
      listener.report(what, done, total);
    } catch (RuntimeException | Error e) {
      LOG.warn("the listener to progress failed at \"{}\" {}/{}", what, done, total, e);
    }
  }
}
