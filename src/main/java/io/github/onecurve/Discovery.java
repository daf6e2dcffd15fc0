package io.github.onecurve;

import io.github.onecurve.insight.Capability;
import io.github.onecurve.insight.Examination;
import io.github.onecurve.insight.Insight;
import io.github.onecurve.insight.InsightProducer;
import io.github.onecurve.insight.NamedProducer;
import io.github.onecurve.judge.Failures;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.Spliterator;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@link ServiceLoader} finds: each provider under the name of its class, in the order of the
 * names, whatever the order of the class path.
 *
 * <p>A provider is made when it is first asked, on the thread of its examination, so that one that
 * cannot be made, or never ends being made, is a row of its own. An entry that leads to no provider
 * is a producer that says why.
 */
final class Discovery {
  /** The family of all that is discovered. */
  static final String FAMILY = "discovered by ServiceLoader";

  private static final Pattern ENTRY =
      Pattern.compile("(?:Provider |class )?(\\S+) (?:not |Unable |could ).*", Pattern.DOTALL);

  private final Map<String, NamedProducer> found = new TreeMap<>();

  private Discovery() {}

  static List<NamedProducer> of(ServiceLoader<InsightProducer> loader) {
    Discovery discovery = new Discovery();
    Spliterator<ServiceLoader.Provider<InsightProducer>> providers = loader.stream().spliterator();
    Optional<String> last = Optional.empty();
    boolean more = true;
    while (more) {
      try {
        more = providers.tryAdvance(provider -> discovery.add(provider));
      } catch (ServiceConfigurationError e) {
        String reason = reason(e);
        more = last.filter(reason::equals).isEmpty();
        last = Optional.of(reason);
        discovery.add(nameOf(reason), new Lazy(() -> failing(e)));
      }
    }
    return List.copyOf(discovery.found.values());
  }

  private void add(ServiceLoader.Provider<InsightProducer> provider) {
    add(provider.type().getName(), new Lazy(provider));
  }

  private void add(String name, InsightProducer producer) {
    found.putIfAbsent(name, new NamedProducer(name, producer, Optional.of(FAMILY)));
  }

  private static InsightProducer failing(ServiceConfigurationError failure) {
    throw failure;
  }

  /** What went wrong, without the name of the service before it. */
  private static String reason(ServiceConfigurationError e) {
    String service = InsightProducer.class.getName() + ": ";
    String message = String.valueOf(e.getMessage());
    return message.startsWith(service) ? message.substring(service.length()) : message;
  }

  /** The class that an entry names, else the whole reason: a file that cannot be read. */
  private static String nameOf(String reason) {
    Matcher entry = ENTRY.matcher(reason);
    return entry.matches() ? entry.group(1) : reason;
  }

  /** A provider that is made when it is first asked. */
  private static final class Lazy implements InsightProducer {
    private final Supplier<InsightProducer> provider;
    private Optional<InsightProducer> made = Optional.empty();

    Lazy(Supplier<InsightProducer> provider) {
      this.provider = provider;
    }

    @Override
    public Set<Capability> requires() {
      return made().requires();
    }

    @Override
    public List<? extends Insight> examine(Examination exam) throws Exception {
      return made().examine(exam);
    }

    /** The provider; why it cannot be made is said with its cause, which ServiceLoader hides. */
    private synchronized InsightProducer made() {
      if (made.isEmpty()) {
        try {
          made = Optional.of(provider.get());
        } catch (ServiceConfigurationError e) {
          Throwable cause = e.getCause();
          String why = cause == null ? "" : ": " + Failures.describe(cause);
          throw new ServiceConfigurationError(reason(e) + why, e);
        }
      }
      return made.get();
    }
  }
}
