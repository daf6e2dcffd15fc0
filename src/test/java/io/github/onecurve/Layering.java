package io.github.onecurve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The order of the rooms, as data, and a reader of {@code jdeps -verbose:package} that names every
 * breach of it.
 */
final class Layering {
  private static final String ROOT = "io.github.onecurve";

  /**
   * From the ground up: a room may use those of earlier lines only, never one of its own line. A
   * star stands for any number of rooms that do not know each other; the empty name is the root
   * package, the facade.
   */
  private static final List<Set<String>> ORDER =
      List.of(
          Set.of("data", "stats"),
          Set.of("model"),
          Set.of("network"),
          Set.of("attack"),
          Set.of("surgery"),
          Set.of("stakes"),
          Set.of("remedy"),
          Set.of("insight"),
          Set.of("producer.*"),
          Set.of("judge"),
          Set.of("report"),
          Set.of(""),
          Set.of("proving"),
          Set.of("bridge.*"));

  /** What the order alone would allow and the design does not. */
  private static final Map<String, Set<String>> STRANGERS = Map.of("judge", Set.of("producer.*"));

  /** Third parties, by the start of the package, that only these rooms may use. */
  private static final Map<String, Set<String>> ONLY_IN =
      Map.of(
          "tools.jackson", Set.of("report"),
          "de.siegmar.fastcsv", Set.of("data"),
          "org.bytedeco", Set.of("model", "network"),
          "ai.onnxruntime", Set.of("bridge.onnxruntime"),
          "org.deeplearning4j", Set.of("bridge.dl4j"),
          "onnx", Set.of("bridge.onnx"));

  /** Third parties that these rooms may not use. */
  private static final Map<String, Set<String>> NEVER_IN =
      Map.of("org.nd4j", Set.of("data", "stats", "stakes", "insight", "report"));

  private static final Pattern EDGE = Pattern.compile("\\s+(\\S+)\\s+->\\s+(\\S+)\\s.*");

  private Layering() {}

  /**
   * Returns one sentence for each breach in the lines that jdeps printed, sorted; empty when the
   * order is kept.
   */
  static List<String> breaches(Stream<String> jdeps) {
    Map<String, Set<String>> uses = new TreeMap<>();
    jdeps
        .map(EDGE::matcher)
        .filter(Matcher::matches)
        .forEach(
            edge -> uses.computeIfAbsent(edge.group(1), p -> new TreeSet<>()).add(edge.group(2)));
    Set<String> found = new TreeSet<>();
    uses.forEach((user, used) -> used.forEach(one -> breach(user, one).ifPresent(found::add)));
    cycle(uses).ifPresent(path -> found.add("cycle: " + String.join(" -> ", path)));
    return List.copyOf(found);
  }

  private static Optional<String> breach(String user, String used) {
    if (level(user).isEmpty()) {
      return Optional.of(user + " is no known room: add it to the order");
    }
    boolean allowed = isOurs(used) ? mayUse(user, used) : mayUseThirdParty(user, used);
    return allowed ? Optional.empty() : Optional.of(user + " must not use " + used);
  }

  private static boolean mayUse(String user, String used) {
    if (room(user).equals(room(used)) || level(used).isEmpty()) {
      return true; // an unknown room is reported once, as a user
    }
    return level(used).get() < level(user).get()
        && !isOneOf(STRANGERS.getOrDefault(room(user), Set.of()), used);
  }

  private static boolean mayUseThirdParty(String user, String used) {
    return ONLY_IN.entrySet().stream()
            .allMatch(rule -> !isIn(used, rule.getKey()) || isOneOf(rule.getValue(), user))
        && NEVER_IN.entrySet().stream()
            .noneMatch(rule -> isIn(used, rule.getKey()) && isOneOf(rule.getValue(), user));
  }

  private static Optional<Integer> level(String packageName) {
    return Stream.iterate(0, i -> i < ORDER.size(), i -> i + 1)
        .filter(i -> isOneOf(ORDER.get(i), packageName))
        .findFirst();
  }

  private static boolean isOneOf(Collection<String> rooms, String packageName) {
    String room = room(packageName);
    return rooms.contains(room) || rooms.contains(room.replaceFirst("\\..+", ".*"));
  }

  /** The room of a package: one word, or two where the first is a corridor with many doors. */
  private static String room(String packageName) {
    String inside = packageName.equals(ROOT) ? "" : packageName.substring(ROOT.length() + 1);
    List<String> words = List.of(inside.split("\\."));
    boolean corridor = ORDER.stream().anyMatch(line -> line.contains(words.get(0) + ".*"));
    return String.join(".", words.subList(0, Math.min(words.size(), corridor ? 2 : 1)));
  }

  private static boolean isOurs(String packageName) {
    return isIn(packageName, ROOT);
  }

  private static boolean isIn(String packageName, String start) {
    return packageName.equals(start) || packageName.startsWith(start + ".");
  }

  /** A cycle among our packages, also inside a room, where the order of rooms has no say. */
  private static Optional<List<String>> cycle(Map<String, Set<String>> uses) {
    Set<String> done = new TreeSet<>();
    return uses.keySet().stream()
        .map(start -> cycleFrom(start, uses, new ArrayDeque<>(), done))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<List<String>> cycleFrom(
      String here, Map<String, Set<String>> uses, Deque<String> path, Set<String> done) {
    if (path.contains(here)) {
      List<String> whole = new ArrayList<>(path);
      List<String> loop = new ArrayList<>(whole.subList(whole.indexOf(here), whole.size()));
      loop.add(here);
      return Optional.of(loop);
    }
    if (done.contains(here)) {
      return Optional.empty();
    }
    path.addLast(here);
    for (String next : uses.getOrDefault(here, Set.of())) {
      Optional<List<String>> loop =
          next.equals(here) ? Optional.empty() : cycleFrom(next, uses, path, done);
      if (loop.isPresent()) {
        return loop;
      }
    }
    path.removeLast();
    done.add(here);
    return Optional.empty();
  }
}
