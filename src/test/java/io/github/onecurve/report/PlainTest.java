package io.github.onecurve.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTest {
  @Test
  void aLineHoldsNoControlsAndNoSymbolsOfTheHouse() {
    assertEquals("a b -> c <= inf", Plain.line(" a\t\nb → c ≤ ∞\u0007 "));
  }

  @Test
  void widthIsWhatATerminalShows() {
    assertEquals(5, Plain.width("plain"));
    assertEquals(4, Plain.width("人間"));
    assertEquals(1, Plain.width("e\u0301"));
    assertEquals(2, Plain.width("\uD83E\uDD8D"));
  }

  @Test
  void cutLinesEndInDots() {
    assertEquals("a long...", Plain.cut("a long line", 10));
    assertEquals("fits", Plain.cut("fits", 4));
    assertEquals(5, Plain.width(Plain.cut("人間人間", 6)));
  }

  @Test
  void wrappedLinesKeepEveryWord() {
    String text = "word ".repeat(60).strip();
    List<String> lines = Plain.wrap(text, 4);
    assertEquals(text, String.join(" ", lines.stream().map(String::strip).toList()));
    assertEquals(4, lines.size());
    assertEquals(270, Plain.wrap("x".repeat(270), 0).stream().mapToInt(String::length).sum());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "3, 3",
    "0.3, 0.3",
    "0.001, 0.001",
    "3.10559, 3.106",
    "1234.5, 1235",
    "1e-9, 1e-09",
    "2500000, 2.5e+06",
    "Infinity, infinite"
  })
  void numbersAreAsShortAsTheyCanBe(double number, String text) {
    assertEquals(text, Figures.number(number));
  }

  @ParameterizedTest
  @CsvSource({
    "0.514, +0.51",
    "-0.001, 0.00",
    "0, 0.00",
    "-12.3456, -12.35",
    "-512.3, -512",
    "-Infinity, -infinite",
    "2e7, +2.0e+07"
  })
  void sharesHaveTwoDecimalsAndASign(double share, String text) {
    assertEquals(text, Figures.share(share));
  }
}
