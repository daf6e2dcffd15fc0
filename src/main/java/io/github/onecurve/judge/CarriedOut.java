package io.github.onecurve.judge;

import io.github.onecurve.data.Fingerprint;
import io.github.onecurve.model.Batching;
import io.github.onecurve.model.Model;
import io.github.onecurve.network.Network;
import io.github.onecurve.remedy.Answers;
import io.github.onecurve.remedy.Deployment;
import io.github.onecurve.remedy.ShipAsIs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What came of all that was carried out, and what must be beaten by whom.
 *
 * @param house the house rows
 * @param results of each candidate
 * @param today the system as it is today
 */
record CarriedOut(
    List<Candidate> house, Map<Candidate, Execution.Result> results, PricedSystem today) {
  /** A whole block of {@link Batching}, so that each row has the neighbours that it had. */
  private static final int ASKED_AGAIN = 1024;

  /** The system of a candidate; shipping as it is is today's system itself. */
  Optional<PricedSystem> system(Candidate candidate) {
    return candidate.remedy() instanceof ShipAsIs
        ? Optional.of(today)
        : results.get(candidate).system();
  }

  /** Why there is no system of a candidate, and with which status. */
  Execution.Result result(Candidate candidate) {
    return results.get(candidate);
  }

  /**
   * Whether the system of an entry, asked once more about the first judge rows, decides as it did.
   * Today's model and networks are not asked: their answers are kept, or cannot change.
   *
   * @param judged today's answers to the judge rows
   */
  boolean decidesAgain(Docket.Entry entry, Answers judged) {
    Optional<PricedSystem> system = entry.candidate().flatMap(this::system);
    if (system.isEmpty()) {
      return true;
    }
    Deployment deployment = system.get().handedBack();
    Model model = deployment.model();
    if (model instanceof Network || model == today.handedBack().model()) {
      return true;
    }
    int[] again = judged.ofFirst(ASKED_AGAIN).decisions(deployment);
    for (int row = 0; row < again.length; row++) {
      if (again[row] != system.get().decision(row, 0)) {
        return false;
      }
    }
    return true;
  }

  /** The house rows that a candidate must beat: without labels or with as many, carried out. */
  List<Candidate> eligible(Candidate candidate) {
    return house.stream()
        .filter(h -> isFor(h, candidate))
        .filter(h -> system(h).isPresent())
        .toList();
  }

  /** The titles of eligible house rows that did not finish: no candidate is credited over them. */
  List<String> unfinished(Candidate candidate) {
    return titles(Status.DID_NOT_FINISH, h -> isFor(h, candidate));
  }

  /** The titles of the house rows that cannot be executed: nobody must beat them. */
  List<String> notExecutable() {
    return titles(Status.NOT_EXECUTABLE, h -> true);
  }

  private List<String> titles(Status status, Predicate<Candidate> chosen) {
    return house.stream()
        .filter(chosen)
        .filter(h -> system(h).isEmpty() && result(h).status() == status)
        .map(Candidate::title)
        .toList();
  }

  /** All systems that are priced, with those that each must beat. */
  Lineup lineup(List<Docket.Entry> entries) {
    Lineup lineup = new Lineup(today);
    for (Candidate candidate : house) {
      system(candidate).ifPresent(system -> lineup.add(system, List.of()));
    }
    for (Docket.Entry entry : entries) {
      if (entry.candidate().isPresent()) {
        Candidate candidate = entry.candidate().get();
        List<PricedSystem> mustBeat =
            eligible(candidate).stream().flatMap(h -> system(h).stream()).toList();
        system(candidate).ifPresent(system -> lineup.add(system, mustBeat));
      }
    }
    return lineup;
  }

  /**
   * A print of what each system answered to the judge's rows, at which level it is tested and for
   * which insight: a board hangs on nothing else that the rows do not fix.
   */
  SortedSet<Long> prints(List<Docket.Entry> entries) {
    Fingerprint print = Fingerprint.start();
    SortedSet<Long> prints = new TreeSet<>();
    today.today().addTo(print.add("today"));
    prints.add(print.key());
    results.forEach(
        (candidate, result) ->
            result
                .system()
                .ifPresent(
                    system -> {
                      system.addAnswers(
                          print
                              .add("system")
                              .add(candidate.labels())
                              .add(house.contains(candidate) ? 1 : 0));
                      prints.add(print.key());
                    }));
    for (Docket.Entry entry : entries) {
      entry
          .candidate()
          .flatMap(this::system)
          .ifPresent(
              system -> {
                print.add("insight").add(entry.provenance().contentHash());
                system.addAnswers(print.add(entry.provenance().level()));
                prints.add(print.key());
              });
    }
    return prints;
  }

  private static boolean isFor(Candidate houseRow, Candidate candidate) {
    return houseRow.labels() == 0 || houseRow.labels() == candidate.labels();
  }
}
