package io.github.onecurve.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AdultDataTest {
  @Test
  void fittedColumnsAreThoseOfThePublishedEncoding() {
    JsonNode encoding = encoding();
    Columns fitted = AdultData.fitted();
    assertEquals(encoding.get("width").asInt(), fitted.width());
    for (JsonNode column : encoding.get("columns")) {
      String name = column.get("column").asString();
      if (column.get("kind").asString().equals("onehot")) {
        assertEquals(texts(column.get("categories")), fitted.levels(name), name);
      } else {
        Columns.Scaling scaling = fitted.scaling(name).orElseThrow();
        assertEquals(1, scaling.mean() / column.get("mean").asDouble(), 1e-12, name);
        assertEquals(1, scaling.sd() / column.get("std").asDouble(), 1e-12, name);
      }
    }
  }

  @Test
  void everyRowIsEncodedAsASecondProgramDoes() throws IOException {
    JsonNode encoding = encoding();
    List<String> lines = Files.readAllLines(AdultData.csv());
    List<String> header = Arrays.asList(lines.get(0).split(",", -1));
    Columns given = fromJson(encoding);
    LabelledRows rows = Csv.read(AdultData.csv(), given);
    assertEquals(AdultData.ROWS, rows.size());
    List<Encoded> columns = new ArrayList<>();
    encoding.get("columns").forEach(column -> columns.add(Encoded.of(column, header)));
    for (int row = 0; row < rows.size(); row++) {
      String[] cells = lines.get(row + 1).split(",", -1);
      float[] expected = new float[106];
      columns.forEach(column -> column.write(cells[column.cell()], expected));
      assertArrayEquals(expected, rows.rows().row(row), "row " + row);
      assertEquals(cells[14].equals(">50K") ? 1 : 0, rows.label(row));
    }
  }

  @Test
  void theFirstRowIsAsWorkedOutByHand() {
    LabelledRows training = AdultData.training();
    List<String> names = AdultData.fitted().featureNames();
    // 39, State-gov, 77516, Bachelors, 13, Never-married, Adm-clerical, Not-in-family, White, Male,
    // 2174, 0, 40, United-States, <=50K
    List<String> ones = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).contains("=") && training.rows().input(0, i) == 1) {
        ones.add(names.get(i));
      }
    }
    assertEquals(
        List.of(
            "workclass=State-gov",
            "education=Bachelors",
            "marital-status=Never-married",
            "occupation=Adm-clerical",
            "relationship=Not-in-family",
            "race=White",
            "sex=Male",
            "native-country=United-States"),
        ones);
    assertEquals(0.029425f, training.rows().input(0, 0), 1e-6f); // (39 - 38.597973) / 13.662684
    assertEquals(1.139914f, training.rows().input(0, 26), 1e-6f); // (13 - 10.088401) / 2.554227
    assertEquals(-0.031966f, training.rows().input(0, 64), 1e-6f); // (40 - 40.392097) / 12.266185
  }

  @Test
  void theThreeKindsAreTheFileInOrder() {
    LabelledRows training = AdultData.training();
    LabelledRows diagnosis = AdultData.diagnosis();
    LabelledRows judge = AdultData.judge();
    assertEquals(19_536, training.size());
    assertEquals(2_605, diagnosis.size());
    assertEquals(10_420, judge.size());
    assertEquals(List.of("<=50K", ">50K"), judge.classNames());
    Attribute sex = judge.rows().attribute("sex").orElseThrow();
    assertTrue(sex.atDecision());
    assertEquals(List.of("Female", "Male"), sex.levels());
    assertEquals(
        judge.size(),
        Slice.where("sex", "Male").rows(judge.rows()).size()
            + Slice.where("sex", "Female").rows(judge.rows()).size());
  }

  @Test
  void theOneUnseenCountryIsCounted() throws IOException {
    Csv.Notes notes = Csv.readNoted(AdultData.csv(), AdultData.fitted()).notes();
    assertEquals(Map.of("native-country", Map.of("Holand-Netherlands", 1L)), notes.unseen());
    assertEquals(Map.of(), notes.missing());
  }

  @Test
  void judgeRowsThatAreAlsoElsewhereAreRemovedAndTheRestStays() throws IOException {
    List<String> lines = Files.readAllLines(AdultData.csv());
    List<String> others = lines.subList(1, 1 + AdultData.FIRST_SEALED_ROW);
    long expected =
        lines.subList(1 + AdultData.FIRST_SEALED_ROW, lines.size()).stream()
            .filter(new HashSet<>(others)::contains)
            .count();
    LabelledRows judge = AdultData.judge();
    Separation separation =
        Separation.judge(judge).from(AdultData.training()).from(AdultData.diagnosis()).separate();
    assertEquals(expected, separation.equalRecords());
    assertEquals(judge.size() - expected, separation.kept().size());
    assertTrue(separation.repeatedInputs() > 100, separation.toString());
  }

  /** The rule of encoding.json, written a second time. */
  private record Encoded(int cell, int index, List<String> categories, double mean, double std) {
    static Encoded of(JsonNode column, List<String> header) {
      boolean oneHot = column.get("kind").asString().equals("onehot");
      return new Encoded(
          header.indexOf(column.get("column").asString()),
          column.get("index").asInt(),
          oneHot ? texts(column.get("categories")) : List.of(),
          oneHot ? 0 : column.get("mean").asDouble(),
          oneHot ? 1 : column.get("std").asDouble());
    }

    void write(String text, float[] row) {
      if (categories.isEmpty()) {
        row[index] = (float) ((Double.parseDouble(text) - mean) / std);
      } else if (categories.contains(text)) {
        row[index + categories.indexOf(text)] = 1;
      }
    }
  }

  private static Columns fromJson(JsonNode encoding) {
    Columns columns = Columns.inOrder();
    for (JsonNode column : encoding.get("columns")) {
      String name = column.get("column").asString();
      columns =
          column.get("kind").asString().equals("onehot")
              ? columns.oneHot(name, texts(column.get("categories")))
              : columns.scaled(name, column.get("mean").asDouble(), column.get("std").asDouble());
    }
    return columns.label("income-per-year", "<=50K", ">50K").ignored("fnlwgt");
  }

  private static JsonNode encoding() {
    return JsonMapper.shared()
        .readTree(AdultData.folder("adult").resolve("model/encoding.json").toFile());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asString()));
    return texts;
  }
}
