package io.github.onecurve.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxTest {
  private static final int[] PIXELS = {0, 51, 255, 128, 1, 2, 3, 4, 5, 6, 7, 8};

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void imagesAndLabelsBecomeRowsInTheShapeAskedFor(boolean packed) throws IOException {
    Path images = write("images", packed, images());
    Path labels = write("labels", packed, labels(2, 0, 1));
    LabelledRows rows = Idx.read(images, labels, 1, 2, 2);
    assertArrayEquals(new int[] {1, 2, 2}, rows.rows().rowShape());
    assertArrayEquals(new float[] {0, 0.2f, 1, 128 / 255f}, rows.rows().row(0));
    assertArrayEquals(new int[] {2, 0, 1}, rows.labels());
    assertEquals(List.of("0", "1", "2"), rows.classNames());
    assertArrayEquals(new int[] {2, 2}, Idx.read(images, labels).rows().rowShape());
    assertArrayEquals(new int[] {4}, Idx.readUnlabelled(images, 4).rowShape());
    List<String> names = List.of("shirt", "shoe", "bag", "coat");
    assertEquals(names, Idx.read(images, labels, names, 4).classNames());
  }

  @Test
  void aTensorHoldsWhatTheFileSays() throws IOException {
    Tensor tensor = Idx.tensor(write("images", false, images()));
    assertArrayEquals(new int[] {3, 2, 2}, tensor.shape());
    assertEquals(255, tensor.get(2));
  }

  @ParameterizedTest
  @CsvSource({
    "9, 2, 80ff, -128, -1",
    "11, 4, 8000ffff, -32768, -1",
    "12, 8, 8000000000000007, -2147483648, 7",
    "13, 8, 3f800000c0200000, 1, -2.5",
    "14, 16, 3ff0000000000000c004000000000000, 1, -2.5",
  })
  void numbersOfEveryTypeAreReadAndNotScaled(
      int type, int bytes, String hex, float first, float second) throws IOException {
    ByteBuffer file = ByteBuffer.allocate(8 + bytes);
    file.putInt((type << 8) | 1).putInt(2);
    for (int i = 0; i < hex.length(); i += 2) {
      file.put((byte) Integer.parseInt(hex, i, i + 2, 16));
    }
    Path path = write("numbers", false, file.array());
    assertArrayEquals(new float[] {first, second}, Idx.tensor(path).values());
    Rows rows = Idx.readUnlabelled(path);
    assertArrayEquals(new float[] {first, second}, rows.inputs());
    assertArrayEquals(new int[] {1}, rows.rowShape());
  }

  @Test
  void digitsOfMnistAreReadInALine() throws IOException {
    Path data = Path.of(System.getProperty("onecurve.data", "absent"), "mnist", "data");
    Assumptions.assumeTrue(Files.exists(data), "skipped: no MNIST (-Donecurve.data=…)");
    LabelledRows digits =
        Idx.read(
            data.resolve("t10k-images-idx3-ubyte.gz"),
            data.resolve("t10k-labels-idx1-ubyte.gz"),
            784);
    assertEquals(10_000, digits.size());
    assertEquals(10, digits.classes());
    assertEquals(7, digits.label(0));
    assertEquals(84 / 255f, digits.rows().input(0, 202));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyCutIsSaidAndNoFlipDoesHarm(boolean packed) throws IOException {
    byte[] plain = images();
    byte[] bytes = packed ? HostileFiles.packed(plain) : plain;
    HostileFiles.refusesEveryCut(bytes, file -> Idx.table(file, true));
    HostileFiles.survivesFlips(bytes, file -> Idx.table(file, true));
    NumberTable labels = table(labels(2, 0, 1));
    HostileFiles.survivesFlips(bytes, file -> Idx.table(file, true).labelled(labels, List.of()));
    HostileFiles.survivesFlips(
        labels(2, 0, 1), file -> table(plain).labelled(Idx.table(file, false), List.of()));
  }

  @Test
  void aHeaderThatClaimsMoreThanTheFileHoldsCostsNothing() throws IOException {
    byte[] claim = ByteBuffer.allocate(12).putInt(0x0e02).putInt(1 << 15).putInt(1 << 15).array();
    assertSays(
        "claim: the header says shape [32768, 32768], which takes 8589934592 bytes, found at most"
            + " 12: is it whole?",
        () -> Idx.tensor(write("claim", false, claim)));
    assertThrows(
        FileFormatException.class, () -> Idx.tensor(write("claim.gz", true, claim)), "packed");
    byte[] huge =
        ByteBuffer.allocate(16).putInt(0x0803).putInt(1 << 30).putInt(1 << 30).putInt(9).array();
    assertSays(
        "huge: the header says shape [1073741824, 1073741824, 9], more than the 2^31 numbers that"
            + " an array holds: split it",
        () -> Idx.tensor(write("huge", false, huge)));
    byte[] negative = ByteBuffer.allocate(8).putInt(0x0801).putInt(-1).array();
    assertSays(
        "negative: axis 0 has 4294967295 entries, more than an array holds",
        () -> Idx.tensor(write("negative", false, negative)));
  }

  @Test
  void aStreamThatUnpacksToMoreThanItsHeaderSaysIsLeftAfterOneByteMore() throws IOException {
    byte[] bomb = new byte[1 << 24];
    ByteBuffer.wrap(bomb).putInt(0x0801).putInt(3);
    assertSays(
        "bomb.gz: expected the file to end after the numbers of shape [3], found more: is it an"
            + " IDX file?",
        () -> Idx.tensor(write("bomb.gz", true, bomb)));
  }

  @Test
  void filesOfAnotherKindAreNamed() throws IOException {
    assertSays(
        "text: expected an IDX file, which begins with 0x0000 and a type in 0x08 to 0x0e, found"
            + " 0x50360a31",
        () -> Idx.tensor(write("text", false, new byte[] {'P', '6', '\n', '1'})));
    assertSays(
        "bare: expected at least one axis, found none",
        () -> Idx.tensor(write("bare", false, new byte[] {0, 0, 8, 0, 5})));
    IOException folderGiven = assertThrows(IOException.class, () -> Idx.tensor(folder));
    assertEquals(
        "expected an IDX file at " + folder + ", found a folder: give the path of the file",
        folderGiven.getMessage());
  }

  @Test
  void labelsThatDoNotFitAreNamed() throws IOException {
    Path images = write("images", false, images());
    assertSays(
        "expected a label for each of the 3 rows of images, found 2 in two: do the files belong"
            + " together?",
        () -> Idx.read(images, write("two", false, labels(0, 1))));
    assertSays(
        "large: labels must be in [0, 2), one of [a, b], found 5",
        () -> Idx.read(images, write("large", false, labels(0, 5, 1)), List.of("a", "b")));
    assertSays(
        "images: expected labels of shape [n] with n ≥ 1, found [3, 2, 2]",
        () -> Idx.read(images, images));
    ByteBuffer halves = ByteBuffer.allocate(20).putInt(0x0d01).putInt(3);
    halves.putFloat(0).putFloat(0.5f).putFloat(1);
    assertSays(
        "halves: expected whole numbers from 0 as labels, found 0.5 in row 1",
        () -> Idx.read(images, write("halves", false, halves.array())));
    ByteBuffer many = ByteBuffer.allocate(20).putInt(0x0c01).putInt(3);
    many.putInt(0).putInt(1 << 30).putInt(1);
    assertSays(
        "many: expected labels below 65536, found 1073741824: give the names of the classes if it"
            + " is right",
        () -> Idx.read(images, write("many", false, many.array())));
  }

  @Test
  void aRowShapeThatDoesNotHoldTheNumbersIsRefused() throws IOException {
    Path images = write("images", false, images());
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Idx.readUnlabelled(images, 1, 28, 28));
    assertEquals(
        "images has rows of 4 numbers, shape [2, 2], and cannot give rows of shape [1, 28, 28]",
        refused.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Idx.readUnlabelled(images, -2, -2));
    byte[] none = ByteBuffer.allocate(12).putInt(0x0802).putInt(0).putInt(4).array();
    assertSays(
        "none: expected an array with at least one row, found [0, 4]",
        () -> Idx.readUnlabelled(write("none", false, none)));
  }

  @Test
  void numbersThatAreNoneAreRefused() throws IOException {
    ByteBuffer file = ByteBuffer.allocate(16).putInt(0x0d01).putInt(2);
    file.putFloat(1).putFloat(Float.NaN);
    assertSays(
        "nan: expected finite numbers within float32, found NaN at flat index 1: fill missing"
            + " values first",
        () -> Idx.tensor(write("nan", false, file.array())));
  }

  private Path write(String name, boolean packed, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, packed ? HostileFiles.packed(bytes) : bytes);
    return file;
  }

  private static NumberTable table(byte[] bytes) throws IOException {
    return Idx.table(
        NumberFile.open("file", Idx.KIND, new ByteArrayInputStream(bytes), bytes.length), false);
  }

  private static byte[] images() {
    ByteBuffer file = ByteBuffer.allocate(16 + PIXELS.length);
    file.putInt(0x0803).putInt(3).putInt(2).putInt(2);
    for (int pixel : PIXELS) {
      file.put((byte) pixel);
    }
    return file.array();
  }

  private static byte[] labels(int... labels) {
    ByteBuffer file = ByteBuffer.allocate(8 + labels.length).putInt(0x0801).putInt(labels.length);
    for (int label : labels) {
      file.put((byte) label);
    }
    return file.array();
  }

  private static void assertSays(String expected, Executable read) {
    FileFormatException said = assertThrows(FileFormatException.class, read);
    assertTrue(said.getMessage().equals(expected), said.getMessage());
  }
}
