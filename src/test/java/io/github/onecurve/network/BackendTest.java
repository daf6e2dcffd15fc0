package io.github.onecurve.network;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.factory.Nd4j;

final class BackendTest {
  private static final ClassLoader CLASSES = BackendTest.class.getClassLoader();

  @AfterEach
  void settleAgain() {
    Backend.settleThreads(Optional.empty());
  }

  @Test
  void firstUseLeavesOneThreadEach() {
    Backend.ready();
    assertEquals(1, Nd4j.getEnvironment().maxMasterThreads());
    assertEquals(1, openblas.blas_get_num_threads());
  }

  @Test
  void manyThreadsMayAskAtOnce() {
    assertDoesNotThrow(() -> IntStream.range(0, 64).parallel().forEach(i -> Backend.ready()));
  }

  @Test
  void laterCallsLeaveTheThreadsToTheUser() {
    Backend.ready();
    openblas.blas_set_num_threads(2);
    Backend.ready();
    assertEquals(2, openblas.blas_get_num_threads());
  }

  @Test
  void threadsAreKeptOnWish() {
    Nd4j.getEnvironment().setMaxMasterThreads(2);
    openblas.blas_set_num_threads(2);
    assertEquals(
        "Threads kept in this process: ND4J 2, OpenBLAS 2",
        Backend.settleThreads(Optional.of("keep")));
  }

  @Test
  void whatWasSetIsSaid() {
    assertEquals(
        "Threads set in this process: ND4J 1, OpenBLAS 1; -Donecurve.backend.threads=keep leaves"
            + " them alone",
        Backend.settleThreads(Optional.empty()));
  }

  @Test
  void anUnknownWishIsAnswered() {
    assertEquals(
        Optional.of(
            "Expected the system property onecurve.backend.threads to be \"keep\" or absent, found"
                + " \"4\"; take it away to have one thread each, or set it to keep."),
        Backend.start(CLASSES, Loader.getPlatform(), Optional.of("4")).complaint());
  }

  @Test
  void theKernelHasAName() {
    assertTrue(Backend.kernel().matches("[A-Z0-9]+"), Backend.kernel());
    if (Loader.getPlatform().equals("linux-x86_64")) {
      assertNotEquals("UNKNOWN", Backend.kernel());
    }
  }

  @Test
  void nothingIsMissingHere() {
    assertEquals(Optional.empty(), BackendPart.missing(CLASSES, Loader.getPlatform()));
  }

  @Test
  void withoutAnyBackendEveryLineIsNamed() {
    assertEquals(
        """
        Expected the native backend for linux-x86_64 on the class path, found no nd4j-native, no \
        nd4j-native for linux-x86_64, no javacpp for linux-x86_64, no openblas for linux-x86_64. \
        Add to the <dependencies> of the pom:
        <dependency>
          <groupId>org.nd4j</groupId>
          <artifactId>nd4j-native</artifactId>
          <version>1.0.0-M2.1</version>
        </dependency>
        <dependency>
          <groupId>org.nd4j</groupId>
          <artifactId>nd4j-native</artifactId>
          <version>1.0.0-M2.1</version>
          <classifier>linux-x86_64</classifier>
        </dependency>
        <dependency>
          <groupId>org.bytedeco</groupId>
          <artifactId>javacpp</artifactId>
          <version>1.5.12</version>
          <classifier>linux-x86_64</classifier>
        </dependency>
        <dependency>
          <groupId>org.bytedeco</groupId>
          <artifactId>openblas</artifactId>
          <version>0.3.30-1.5.12</version>
          <classifier>linux-x86_64</classifier>
        </dependency>
        """,
        BackendPart.missing(new Without(""), "linux-x86_64").orElseThrow());
  }

  @Test
  void anotherPlatformIsMissed() {
    String message = BackendPart.missing(CLASSES, "amiga-68k").orElseThrow();
    assertTrue(
        message.contains(
            "found no nd4j-native for amiga-68k, no javacpp for amiga-68k, no openblas for"
                + " amiga-68k."),
        message);
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheMissingPartIsAskedFor(BackendPart part) {
    ClassLoader without =
        new Without(
            switch (part) {
              case ND4J -> "META-INF/services/org.nd4j";
              case ND4J_LIBRARY -> "org/nd4j/linalg/cpu/nativecpu/bindings/";
              case JAVACPP_LIBRARY -> "org/bytedeco/javacpp/";
              case OPENBLAS_LIBRARY -> "org/bytedeco/openblas/";
            });
    String message = BackendPart.missing(without, Loader.getPlatform()).orElseThrow();
    assertEquals(1, message.lines().filter("<dependency>"::equals).count(), message);
    assertTrue(message.contains("<version>" + part.version() + "</version>"), message);
  }

  @Test
  void aMissingBackendIsFoundBeforeAnythingStarts() {
    assertTrue(
        Backend.start(new Without(""), "linux-x86_64", Optional.of("not read"))
            .complaint()
            .orElseThrow()
            .startsWith("Expected the native backend for linux-x86_64 on the class path"));
  }

  @Test
  void aComplaintReachesEveryCaller() {
    Backend.Outcome broken = Backend.start(new Without(""), "linux-x86_64", Optional.empty());
    for (int call = 0; call < 2; call++) {
      assertEquals(
          broken.complaint().orElseThrow(),
          assertThrows(IllegalStateException.class, broken::orThrow).getMessage());
    }
  }

  @Test
  void versionsAreThoseOfThePom() throws IOException {
    String pom = Files.readString(Path.of(System.getProperty("basedir", "."), "pom.xml"));
    assertEquals(property(pom, "nd4j.version"), BackendPart.ND4J.version());
    assertEquals(property(pom, "nd4j.version"), BackendPart.ND4J_LIBRARY.version());
    assertEquals(property(pom, "javacpp.version"), BackendPart.JAVACPP_LIBRARY.version());
    assertEquals(property(pom, "openblas.version"), BackendPart.OPENBLAS_LIBRARY.version());
  }

  private static String property(String pom, String name) {
    int start = pom.indexOf("<" + name + ">") + name.length() + 2;
    return pom.substring(start, pom.indexOf("</" + name + ">", start));
  }

  /** The class path of the tests, without the resources whose names start so. */
  private static final class Without extends ClassLoader {
    private final String start;

    Without(String start) {
      super(CLASSES);
      this.start = start;
    }

    @Override
    public URL getResource(String name) {
      return name.startsWith(start) ? null : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.startsWith(start) ? Collections.emptyEnumeration() : super.getResources(name);
    }
  }
}
