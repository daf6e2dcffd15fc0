package io.github.onecurve.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The parts that the native backend is made of, each with where it is to be found on the class path
 * and the lines of a pom that bring it. Looking loads nothing native.
 */
enum BackendPart {
  ND4J("org.nd4j", "nd4j-native", "1.0.0-M2.1", false) {
    @Override
    boolean isThere(ClassLoader classes, String platform) {
      return backends(classes).findAny().isPresent();
    }
  },
  ND4J_LIBRARY("org.nd4j", "nd4j-native", "1.0.0-M2.1", true) {
    @Override
    boolean isThere(ClassLoader classes, String platform) {
      String bindings = "org/nd4j/linalg/cpu/nativecpu/bindings/" + platform;
      return backends(classes).anyMatch(name -> !name.endsWith(".CpuBackend"))
          || CPU_BUILDS.stream()
              .anyMatch(build -> library(classes, bindings + build, "jnind4jcpu"));
    }
  },
  JAVACPP_LIBRARY("org.bytedeco", "javacpp", "1.5.12", true) {
    @Override
    boolean isThere(ClassLoader classes, String platform) {
      return library(classes, "org/bytedeco/javacpp/" + platform, "jnijavacpp");
    }
  },
  OPENBLAS_LIBRARY("org.bytedeco", "openblas", "0.3.30-1.5.12", true) {
    @Override
    boolean isThere(ClassLoader classes, String platform) {
      return library(classes, "org/bytedeco/openblas/" + platform, "jniopenblas");
    }
  };

  /** The builds of ND4J for a processor, in the names of its classifiers after the platform. */
  private static final List<String> CPU_BUILDS =
      List.of("", "-avx2", "-avx512", "-compat", "-onednn", "-onednn-avx2", "-onednn-avx512");

  private final String group;
  private final String artifact;
  private final String version;
  private final boolean ofPlatform;

  BackendPart(String group, String artifact, String version, boolean ofPlatform) {
    this.group = group;
    this.artifact = artifact;
    this.version = version;
    this.ofPlatform = ofPlatform;
  }

  /**
   * Returns what to say if parts are missing for a platform such as {@code linux-x86_64}; empty
   * when all are there.
   */
  static Optional<String> missing(ClassLoader classes, String platform) {
    List<BackendPart> absent =
        Arrays.stream(values()).filter(part -> !part.isThere(classes, platform)).toList();
    if (absent.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "Expected the native backend for "
            + platform
            + " on the class path, found no "
            + absent.stream().map(part -> part.name(platform)).collect(Collectors.joining(", no "))
            + ". Add to the <dependencies> of the pom:\n"
            + absent.stream().map(part -> part.lines(platform)).collect(Collectors.joining()));
  }

  abstract boolean isThere(ClassLoader classes, String platform);

  String version() {
    return version;
  }

  private String name(String platform) {
    return ofPlatform ? artifact + " for " + platform : artifact;
  }

  private String lines(String platform) {
    String classifier = ofPlatform ? "  <classifier>" + platform + "</classifier>\n" : "";
    return """
        <dependency>
          <groupId>%s</groupId>
          <artifactId>%s</artifactId>
          <version>%s</version>
        %s</dependency>
        """
        .formatted(group, artifact, version, classifier);
  }

  /**
   * The class names in the service files; read rather than loaded, since ND4J itself may be
   * missing.
   */
  private static Stream<String> backends(ClassLoader classes) {
    return classes
        .resources("META-INF/services/org.nd4j.linalg.factory.Nd4jBackend")
        .flatMap(BackendPart::lines)
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty());
  }

  private static Stream<String> lines(URL file) {
    try (InputStream in = file.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean library(ClassLoader classes, String folder, String name) {
    return Stream.of("lib" + name + ".so", "lib" + name + ".dylib", name + ".dll")
        .anyMatch(file -> classes.getResource(folder + "/" + file) != null);
  }
}
