package io.github.onecurve.judge;

import io.github.onecurve.Said;
import io.github.onecurve.data.Fingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process of some threads that open folds in one ledger, once it is told to on standard input;
 * says how many were first.
 */
final class LedgerWriter {
  static final int THREADS = 2;
  static final int FOLDS = 10;

  private LedgerWriter() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.println("ready");
    if (System.in.read() < 0) {
      throw new IllegalStateException("expected a byte to begin at, found the end");
    }
    AtomicInteger first = new AtomicInteger();
    Thread[] threads = new Thread[THREADS];
    for (int t = 0; t < THREADS; t++) {
      String name = args[1] + " " + t;
      threads[t] = new Thread(() -> write(Ledger.at(Path.of(args[0])), name, first));
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println(first.get());
  }

  private static void write(Ledger ledger, String name, AtomicInteger first) {
    for (int i = 0; i < FOLDS; i++) {
      try {
        Opened opened =
            ledger.open(List.of(Said.random(i, 1000 * i, 30, 0.8, 0.9)), audit(name + " " + i));
        first.addAndGet(opened.opening() == Opening.FIRST ? 1 : 0);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static AuditPrint audit(String name) {
    return new AuditPrint(
        Fingerprint.start().add("setting").hex(), Fingerprint.start().add(name).hex());
  }
}
