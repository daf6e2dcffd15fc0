package io.github.onecurve.judge;

import io.github.onecurve.data.LabelledRows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * The file in which the opening of judge rows is written down before they are used, so that rows
 * that one board has shown credit nothing on another.
 *
 * <p>It is plain text, one line an opening, and is only ever appended to; audits of any number of
 * threads and processes may share it. A fold is known again by its fingerprint, and by a sample of
 * its records where some rows were added or left out. Besides the openings it keeps what the
 * systems of a first opening answered, before they are graded: an audit that looks like the one
 * that opened the fold, and answers otherwise, is another.
 *
 * <p>Internal: driven by the audit.
 */
public final class Ledger {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  /** So many standard errors are chance where one opening is known. */
  private static final double Z = 3;

  private final Path path;
  private final LedgerFile file;

  private Ledger(Path path, Duration longestWait) {
    this.path = path;
    this.file = new LedgerFile(path, longestWait);
  }

  /** The ledger at a path; nothing is read or written yet. */
  public static Ledger at(Path path) {
    return at(path, LONGEST_WAIT);
  }

  /** The ledger at a path, whose lock is waited for so long. */
  static Ledger at(Path path, Duration longestWait) {
    return new Ledger(path, longestWait);
  }

  /**
   * Makes sure, before hours are spent, that openings can be written down; makes the file if it is
   * not there. An interrupt stays for later.
   *
   * @throws UnusableLedgerException if it cannot be read and written, or is no ledger
   */
  public void requireUsable() {
    undisturbed((text, appender) -> text);
  }

  /**
   * Opens the fold that this audit had opened before, else the first that no audit has opened, else
   * the first.
   *
   * @throws UnusableLedgerException if it cannot be read and written, or is no ledger
   * @throws InterruptedException if the thread is interrupted: nothing was opened
   */
  Opened open(List<LabelledRows> folds, AuditPrint audit) throws InterruptedException {
    List<LedgerOpening> wanted = folds.stream().map(fold -> LedgerOpening.of(fold, audit)).toList();
    return file.locked(
        (text, appender) -> {
          History history = History.of(text);
          Optional<Opened> replay = replay(wanted, history);
          if (replay.isPresent()) {
            return replay.get();
          }
          int fold = 0;
          while (fold < wanted.size() && history.clash(wanted.get(fold)).isPresent()) {
            fold++;
          }
          Opening opening = fold < wanted.size() ? Opening.FIRST : Opening.REUSED;
          int chosen = fold % wanted.size();
          appender.append(text.appended(wanted.get(chosen).as(opening)));
          return opened(opening, wanted, chosen, history);
        });
  }

  /** The fold that this audit has opened already, as its board said then. */
  private Optional<Opened> replay(List<LedgerOpening> wanted, History history) {
    for (int fold = 0; fold < wanted.size(); fold++) {
      LedgerOpening own = wanted.get(fold);
      for (History.Known known : history.openings()) {
        if (own.isReplayOf(known.opening())) {
          return Optional.of(
              opened(known.opening().opening(), wanted, fold, history.before(known)));
        }
      }
    }
    return Optional.empty();
  }

  /** What a board says of an opening: it hangs on nothing that was written later. */
  private static Opened opened(
      Opening opening, List<LedgerOpening> wanted, int fold, History history) {
    List<String> notes = new ArrayList<>();
    if (wanted.size() > 1) {
      notes.add("judged on fold " + (fold + 1) + " of " + wanted.size());
    }
    if (opening == Opening.REUSED) {
      notes.add(
          "reused rows: "
              + history.clash(wanted.get(fold)).map(History.Clash::toString).orElse("opened before")
              + (wanted.size() > 1 ? ", and so were those of all other folds" : "")
              + "; boards shown since may have biased these estimates, and nothing is credited:"
              + " judge on rows that nobody has opened");
    }
    if (history.tears() > 0) {
      notes.add(
          "torn lines of the ledger, ignored: "
              + history.tears()
              + "; whoever wrote them died before it used the rows");
    }
    return new Opened(opening, fold, notes);
  }

  /**
   * Writes down what the systems of a first opening answered, before they are graded. An interrupt
   * stays for later.
   *
   * @param prints one a system
   * @return {@code opened}, or that its rows are reused, since the same audit had answered
   *     otherwise
   * @throws UnusableLedgerException if it cannot be read and written, or is no ledger
   */
  Opened answer(Opened opened, LabelledRows fold, AuditPrint audit, SortedSet<Long> prints) {
    if (opened.opening() != Opening.FIRST) {
      return opened;
    }
    LedgerAnswers answers = new LedgerAnswers(fold.fingerprint(), audit, prints);
    return undisturbed(
        (text, appender) -> {
          List<LedgerAnswers> known = History.of(text).answersLike(answers);
          if (!known.stream().allMatch(answers::agreeWith)) {
            return new Opened(Opening.REUSED, opened.fold(), otherwise(opened.notes()));
          }
          if (known.stream().noneMatch(earlier -> earlier.contain(answers))) {
            appender.append(text.appended(answers));
          }
          return opened;
        });
  }

  private static List<String> otherwise(List<String> notes) {
    List<String> all = new ArrayList<>(notes);
    all.add(
        "reused rows: this audit opened them before, and its systems answered otherwise then (a"
            + " trainer that was changed or has a will of its own, or a model); nothing is"
            + " credited: judge on rows that nobody has opened");
    return all;
  }

  private <T> T undisturbed(LedgerFile.Work<T> work) {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return file.locked(work);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public String toString() {
    return "the ledger " + path;
  }

  /** What a ledger knows up to some line. */
  private record History(List<Known> openings, List<LedgerAnswers> answers, int tears) {
    /**
     * An opening.
     *
     * @param number its line, from 1
     * @param tears how many torn lines stand before it
     */
    record Known(int number, LedgerOpening opening, int tears) {}

    /** Why rows are not new. */
    record Clash(int number, boolean sameFold) {
      @Override
      public String toString() {
        return sameFold
            ? "line " + number + " of the ledger opened them before"
            : "line "
                + number
                + " of the ledger opened a fold with which they share more rows than chance"
                + " explains";
      }
    }

    static History of(LedgerText text) {
      List<Known> openings = new ArrayList<>();
      List<LedgerAnswers> answers = new ArrayList<>();
      int tears = 0;
      for (LedgerText.Numbered numbered : text.lines()) {
        if (numbered.line() instanceof LedgerOpening opening) {
          openings.add(new Known(numbered.number(), opening, tears));
        } else if (numbered.line() instanceof LedgerAnswers said) {
          answers.add(said);
        } else {
          tears++;
        }
      }
      return new History(openings, answers, tears + (text.torn().isPresent() ? 1 : 0));
    }

    /** What was known when an opening was written. */
    History before(Known known) {
      return new History(openings.subList(0, openings.indexOf(known)), List.of(), known.tears());
    }

    /** The first opening of the same fold, or of one with which it shares rows. */
    Optional<Clash> clash(LedgerOpening wanted) {
      double z = Math.sqrt(Z * Z + 2 * Math.log(Math.max(1, openings.size())));
      return openings.stream()
          .filter(
              known ->
                  known.opening().fold().equals(wanted.fold())
                      || wanted.sharesRowsWith(known.opening(), z))
          .map(known -> new Clash(known.number(), known.opening().fold().equals(wanted.fold())))
          .findFirst();
    }

    List<LedgerAnswers> answersLike(LedgerAnswers answers) {
      return this.answers.stream().filter(answers::isOfSameAuditAs).toList();
    }
  }
}
