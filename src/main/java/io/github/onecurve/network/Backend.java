package io.github.onecurve.network;

import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native arithmetic under every network: looks whether it is there before anything is loaded,
 * and settles its threads once for the whole process.
 *
 * <p>Without the look, ND4J's static initialiser throws once, and every later call ends in a {@code
 * NoClassDefFoundError} that names neither cause nor cure.
 *
 * <p>ND4J and OpenBLAS get one thread each, because a row's bits depend on the number of BLAS
 * threads, and because callers on several Java threads are faster that way. The system property
 * {@value #THREADS}{@code =keep}, read at the first use, leaves both as they are.
 *
 * <p>Internal: public for bridges to models that run on ND4J, which lie in other rooms.
 */
public final class Backend {
  static final String THREADS = "onecurve.backend.threads";

  private static final Logger LOG = LoggerFactory.getLogger(Backend.class);

  private Backend() {}

  /**
   * Returns when the backend is loaded and its threads are settled. The first call does the work,
   * later ones cost nothing; safe for many threads.
   *
   * @throws IllegalStateException if a part of the backend is missing (the message has the lines
   *     for the pom), if it does not start, or if the property {@value #THREADS} has an unknown
   *     value
   */
  public static void ready() {
    Start.OUTCOME.orThrow();
  }

  /**
   * Names the processor whose kernels OpenBLAS picked, in OpenBLAS's own upper-case word such as
   * {@code HASWELL} or {@code SKYLAKEX}; the bits of a product differ between them. {@code UNKNOWN}
   * where the word cannot be found out.
   *
   * @throws IllegalStateException as {@link #ready()}
   */
  static String kernel() {
    ready();
    return Kernel.NAME;
  }

  /**
   * Sets both to one thread unless {@code wish} is to keep them; returns the sentence for the log.
   */
  static String settleThreads(Optional<String> wish) {
    if (wish.isPresent() && !wish.get().equals("keep")) {
      throw new IllegalArgumentException(
          ("Expected the system property %s to be \"keep\" or absent, found \"%s\";"
                  + " take it away to have one thread each, or set it to keep.")
              .formatted(THREADS, wish.get()));
    }
    Environment nd4j = Nd4j.getEnvironment();
    if (wish.isEmpty()) {
      // Not setMaxThreads, which M2.1 ignores; the loops of its kernels ask for the master's.
      nd4j.setMaxMasterThreads(1);
      openblas.blas_set_num_threads(1);
    }
    return "%s in this process: ND4J %d, OpenBLAS %d%s"
        .formatted(
            wish.isEmpty() ? "Threads set" : "Threads kept",
            nd4j.maxMasterThreads(),
            openblas.blas_get_num_threads(),
            wish.isEmpty() ? "; -D" + THREADS + "=keep leaves them alone" : "");
  }

  /** Looks and starts; never throws, so that every call after a failed one can still say why. */
  static Outcome start(ClassLoader classes, String platform, Optional<String> wish) {
    Optional<String> missing = BackendPart.missing(classes, platform);
    if (missing.isPresent()) {
      return new Outcome(missing, Optional.empty());
    }
    try {
      LOG.info(settleThreads(wish));
      return new Outcome(Optional.empty(), Optional.empty());
    } catch (IllegalArgumentException e) {
      return new Outcome(Optional.of(e.getMessage()), Optional.of(e));
    } catch (LinkageError | RuntimeException e) {
      return new Outcome(
          Optional.of(
              ("Expected the native backend for %s to start, found %s; see the cause, and compare"
                      + " the versions of nd4j-native, javacpp and openblas on the class path"
                      + " with %s, %s and %s.")
                  .formatted(
                      platform,
                      e,
                      BackendPart.ND4J.version(),
                      BackendPart.JAVACPP_LIBRARY.version(),
                      BackendPart.OPENBLAS_LIBRARY.version())),
          Optional.of(e));
    }
  }

  /** How the start went: nothing to complain of, or the message for every caller. */
  record Outcome(Optional<String> complaint, Optional<Throwable> cause) {
    void orThrow() {
      if (complaint.isPresent()) {
        throw new IllegalStateException(complaint.get(), cause.orElse(null));
      }
    }
  }

  private static final class Start {
    static final Outcome OUTCOME =
        start(
            Backend.class.getClassLoader(),
            Loader.getPlatform(),
            Optional.ofNullable(System.getProperty(THREADS)));
  }

  /**
   * OpenBLAS's own question for the name has no Java binding: compare the kernel table in use with
   * the known ones.
   */
  private static final class Kernel {
    private static final List<String> WORDS =
        List.of(
            // x86_64
            "PRESCOTT",
            "CORE2",
            "NEHALEM",
            "BARCELONA",
            "SANDYBRIDGE",
            "BULLDOZER",
            "PILEDRIVER",
            "STEAMROLLER",
            "EXCAVATOR",
            "HASWELL",
            "ZEN",
            "SKYLAKEX",
            "COOPERLAKE",
            "SAPPHIRERAPIDS",
            // arm64
            "ARMV8",
            "CORTEXA53",
            "CORTEXA55",
            "CORTEXA57",
            "CORTEXA72",
            "CORTEXA73",
            "NEOVERSEN1",
            "NEOVERSEN2",
            "NEOVERSEV1",
            "ARMV8SVE",
            "ARMV9SME",
            "A64FX",
            "THUNDERX",
            "THUNDERX2T99",
            "THUNDERX3T110",
            "TSV110",
            "EMAG8180",
            "FALKOR",
            "VORTEXM4");

    static final String NAME = find();

    private static String find() {
      try (PointerPointer<Pointer> inUse = new PointerPointer<>(Loader.addressof("gotoblas"))) {
        Pointer table = inUse.isNull() ? null : inUse.get();
        return WORDS.stream()
            .filter(word -> table != null && table.equals(Loader.addressof("gotoblas_" + word)))
            .findFirst()
            .orElse("UNKNOWN");
      }
    }
  }
}
