package io.github.onecurve.judge;

/** A ledger that cannot be read or written; the message says where, what was found, what to do. */
public final class UnusableLedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnusableLedgerException(String message) {
    super(message);
  }

  UnusableLedgerException(String message, Throwable cause) {
    super(message, cause);
  }
}
