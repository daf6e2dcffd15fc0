package io.github.onecurve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages say must be in the code, and what the code must not know must not be in it. */
class DocumentationTest {
  private static final Path CODE = Path.of("src", "main", "java", "io", "github", "onecurve");

  @Test
  void theSnippetsOfTheReadmeAreCopiedFromAnExampleThatCompiles() throws IOException {
    String examples = squeeze(all(Path.of("examples"), ".java"));
    Matcher blocks =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("README.md")));
    int found = 0;
    while (blocks.find()) {
      found++;
      assertTrue(examples.contains(squeeze(blocks.group(1))), blocks.group(1));
    }
    assertEquals(1, found, "the README has its audit of one's own model");
  }

  @Test
  void everyStandardProducerHasItsPage() {
    for (var named : Producers.standard()) {
      Path page = Path.of("docs", "producers", named.name().replace(' ', '-') + ".md");
      assertTrue(Files.exists(page), "expected " + page);
    }
  }

  @Test
  void noWordAndNoNumberOfTheParableIsKnownToProducersRemediesOrTheJudge() throws IOException {
    List<String> parable =
        List.of(
            "human|gorilla|alice|bob",
            "(6_?000|600|20_?000|30_?000|300)\\b",
            "(1\\.6|0?\\.75|1\\.3|3e-3|0\\.003)\\b");
    for (String room : List.of("producer", "remedy", "judge")) {
      String code = all(CODE.resolve(room), ".java").toLowerCase(Locale.ROOT);
      for (String words : parable) {
        Matcher found = Pattern.compile("\\b(" + words + ")").matcher(code);
        assertFalse(found.find(), () -> found.group() + " occurs in " + room);
      }
    }
  }

  @Test
  void theLinksBetweenThePagesLeadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    List<Path> pages = new ArrayList<>(files(Path.of("docs"), ".md"));
    pages.add(Path.of("README.md"));
    pages.add(Path.of("CONTRIBUTING.md"));
    for (Path page : pages) {
      Matcher links = Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(Files.readString(page));
      while (links.find()) {
        Path target = page.toAbsolutePath().getParent().resolve(links.group(1)).normalize();
        if (!Files.exists(target)) {
          broken.add(page + " → " + links.group(1));
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  private static String all(Path folder, String ending) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path file : files(folder, ending)) {
      text.append(Files.readString(file)).append('\n');
    }
    return text.toString();
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  /** The text without any white space, so that only what it says is compared. */
  private static String squeeze(String text) {
    return text.replaceAll("\\s+", "");
  }
}
