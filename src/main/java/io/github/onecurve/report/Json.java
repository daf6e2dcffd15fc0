package io.github.onecurve.report;

import io.github.onecurve.judge.Scoreboard;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A board as JSON, schema {@code onecurve-board/2}, that reads back equal.
 *
 * <p>Members stand in a fixed order, {@code meters} last: the only one that differs from run to
 * run. All members must be there and no others; what is absent is null. Numbers are written so that
 * they read back to the bit, infinite ones as the texts {@code "Infinity"} and {@code "-Infinity"}.
 * A remedy, a change, the quantity of a claim and the condition of a slice carry a {@code kind} and
 * a {@code text} for people; a model is kept as the print of its logits.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                  .build())
          .build();
  private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");
  private static final Form BOARD = Form.of(BoardDocument.class);
  private static final int LONGEST_POINTER = 80;

  private Json() {}

  /**
   * Writes a board, all of it or nothing: beside the file first, then in its place.
   *
   * @param path in a folder that exists; a file that is there is replaced
   * @throws IOException naming the path, if it cannot be written
   * @throws IllegalArgumentException if the board cannot be read back equal, as with a NaN in it
   */
  public static void write(Scoreboard board, Path path) throws IOException {
    WholeFile.write(path, toText(board));
  }

  /**
   * A board as JSON: indented, ending with a new line.
   *
   * @throws IllegalArgumentException if the board cannot be read back equal, as with a NaN in it
   */
  public static String toText(Scoreboard board) {
    JsonNode node = BOARD.write(BoardDocument.of(board), "");
    try {
      return escapeLoneSurrogates(
          MAPPER
                  .writer()
                  .with(new DefaultPrettyPrinter().withObjectIndenter(INDENT))
                  .writeValueAsString(node)
              + "\n");
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "expected a board that JSON can hold, found: " + reason(e), e);
    }
  }

  /**
   * Reads a board.
   *
   * @throws IOException naming the path, if there is no such file or it is not UTF-8
   * @throws UnreadableBoardException naming the path and the place, if it holds no board
   */
  public static Scoreboard read(Path path) throws IOException {
    try {
      return parse(Files.readString(path));
    } catch (UnreadableBoardException e) {
      throw e.in(path);
    } catch (CharacterCodingException e) {
      throw new IOException("expected a board in UTF-8 in " + path + ", found other bytes", e);
    } catch (IOException e) {
      throw new IOException(
          "expected a readable file " + path + ", found none: give the path of a board", e);
    }
  }

  /**
   * The board that a text holds.
   *
   * @throws UnreadableBoardException naming the place as a JSON pointer, if it holds none
   */
  public static Scoreboard parse(String text) {
    Place top = new Place(node(text), "");
    requireSchema(top.member("schema"));
    return ((BoardDocument) BOARD.read(top)).board();
  }

  private static void requireSchema(Place schema) {
    if (!Scalar.TEXT.read(schema).equals(BoardDocument.SCHEMA)) {
      UnreadableBoardException other = schema.expected("\"" + BoardDocument.SCHEMA + "\"");
      throw schema.fault(
          other.fault() + ": read it with the version of this library that wrote it");
    }
  }

  private static JsonNode node(String text) {
    try (JsonParser parser = MAPPER.createParser(text)) {
      try {
        JsonNode node = parser.readValueAsTree();
        if (node == null || node.isMissingNode()) {
          throw new UnreadableBoardException("", "expected a board as JSON, found nothing", null);
        }
        if (parser.nextToken() != null) {
          throw new UnreadableBoardException("", "expected one board, found more after it", null);
        }
        return node;
      } catch (JacksonException e) {
        throw notJson(parser, e);
      }
    }
  }

  private static UnreadableBoardException notJson(JsonParser parser, JacksonException e) {
    String pointer = parser.streamReadContext().pathAsPointer().toString();
    TokenStreamLocation place = e.getLocation();
    return new UnreadableBoardException(
        pointer.length() <= LONGEST_POINTER
            ? pointer
            : pointer.substring(0, LONGEST_POINTER) + "...",
        "expected JSON, found a fault"
            + (place == null
                ? ""
                : " in line " + place.getLineNr() + ", column " + place.getColumnNr())
            + ": "
            + reason(e),
        e);
  }

  /** What the parser says, without advice on its settings. */
  private static String reason(JacksonException e) {
    String message = String.valueOf(e.getOriginalMessage());
    return message
        .replaceAll("(?s)\\s*\\(start marker at.*", "")
        .replaceAll("(?s): enable `.*", "")
        .replaceAll(", from `[^`]*`", "");
  }

  /** A half of a character, which UTF-8 cannot hold, as its JSON escape. */
  private static String escapeLoneSurrogates(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                escaped.append(String.format("\\u%04x", c));
              } else {
                escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }
}
