package io.github.onecurve.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files among the resources were written by NumPy 1.24. */
class NpyTest {
  @TempDir Path folder;

  @Test
  void halvesAreReadFromTheSmallestToTheLargest() throws IOException {
    assertArrayEquals(
        new float[] {0, 1, -2.5f, 6.097555e-5f, 5.9604645e-8f, 65504, 0.33325195f},
        Npy.tensor(numPy("half")).values());
  }

  @Test
  void columnsFirstBecomesRowsFirst() throws IOException {
    Tensor tensor = Npy.tensor(numPy("fortran"));
    assertArrayEquals(new int[] {2, 3}, tensor.shape());
    assertArrayEquals(new float[] {0, 1.5f, 3, 4.5f, 6, 7.5f}, tensor.values());
    byte[] cube =
        npy(
            1,
            "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 2)}",
            new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    assertArrayEquals(
        new float[] {0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11},
        Npy.tensor(write("cube", cube)).values());
  }

  @Test
  void everyFormatIsRead() throws IOException {
    assertArrayEquals(new float[] {-2, -1, 0, 1, 2, 3}, Npy.tensor(numPy("format2")).values());
    assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, Npy.tensor(numPy("format3")).values());
  }

  @Test
  void hugeWholeNumbersAreRoundedAsNumPyDoes() throws IOException {
    assertArrayEquals(
        new float[] {0x1p64f, 0x1p63f, 0x1p24f, 0x1p63f, 0x1.000002p63f},
        Npy.tensor(numPy("huge")).values());
  }

  @Test
  void truthValuesAndScalarsAreNumbers() throws IOException {
    assertArrayEquals(new float[] {1, 0, 0, 1}, Npy.tensor(numPy("bool")).values());
    Tensor scalar = Npy.tensor(numPy("scalar"));
    assertEquals(0, scalar.rank());
    assertEquals(3.5f, scalar.get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "|b1, 0002, 0, 1",
    "|i1, ff7f, -1, 127",
    "|u1, ff00, 255, 0",
    "<i2, 0080ff7f, -32768, 32767",
    ">i2, 8000fffe, -32768, -2",
    "<u2, 0080ffff, 32768, 65535",
    ">u2, 80000001, 32768, 1",
    "<i4, 01000000ffffffff, 1, -1",
    ">i4, 00000001ffffffff, 1, -1",
    "<u4, 00000080ffffffff, 2147483648, 4294967295",
    ">u4, 8000000000000003, 2147483648, 3",
    "<i8, 0100000000000000ffffffffffffffff, 1, -1",
    ">i8, 0000000000000001ffffffffffffffff, 1, -1",
    "<u8, 01000000000000000000000000000080, 1, 9223372036854775808",
    ">u8, 00000000000000018000000000000000, 1, 9223372036854775808",
    "<f2, 003c00c1, 1, -2.5",
    ">f2, 3c00c100, 1, -2.5",
    "<f4, 0000803f000020c0, 1, -2.5",
    ">f4, 3f800000c0200000, 1, -2.5",
    "<f8, 000000000000f03f00000000000004c0, 1, -2.5",
    ">f8, 3ff0000000000000c004000000000000, 1, -2.5",
  })
  void numbersOfEveryTypeAreReadInEitherOrderOfBytes(
      String type, String hex, float first, float second) throws IOException {
    byte[] numbers = new byte[hex.length() / 2];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (byte) Integer.parseInt(hex, 2 * i, 2 * i + 2, 16);
    }
    byte[] file =
        npy(1, "{'shape':(2,),\"fortran_order\":False , 'descr': '" + type + "',}\n", numbers);
    assertArrayEquals(new float[] {first, second}, Npy.tensor(write("numbers.npy", file)).values());
    assertArrayEquals(
        new float[] {first, second},
        Npy.tensor(write("numbers.npy.gz", HostileFiles.packed(file))).values());
  }

  @Test
  void inputsAndLabelsBecomeRows() throws IOException {
    Path inputs = numPy("format3");
    Path labels =
        write(
            "labels",
            npy(
                2,
                "{'descr': '|i1', 'fortran_order': False, 'shape': (2, 1), }",
                new byte[] {1, 0}));
    LabelledRows rows = Npy.read(inputs, labels, List.of("cat", "dog"), 1, 3);
    assertArrayEquals(new int[] {1, 3}, rows.rows().rowShape());
    assertArrayEquals(new float[] {3, 4, 5}, rows.rows().row(1));
    assertArrayEquals(new int[] {1, 0}, rows.labels());
    assertEquals(List.of("0", "1"), Npy.read(inputs, labels).classNames());
    assertEquals(3, Npy.readUnlabelled(inputs).width());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fortran", "format2", "bool", "half"})
  void everyCutIsSaidAndNoFlipDoesHarm(String name) throws IOException {
    byte[] whole = Files.readAllBytes(numPy(name));
    HostileFiles.refusesEveryCut(whole, Npy::table);
    HostileFiles.survivesFlips(whole, Npy::table);
    HostileFiles.refusesEveryCut(HostileFiles.packed(whole), Npy::table);
    HostileFiles.survivesFlips(HostileFiles.packed(whole), Npy::table);
  }

  @ParameterizedTest
  @CsvSource({
    "objects, '|O', ', objects in a pickle, which is never opened here'",
    "strings, '<U2', ''",
    "complex, '<c8', ''",
  })
  void whatIsNoNumberIsRefusedUnread(String name, String type, String more) {
    assertSays(
        name
            + ".npy: expected numbers (bool, int8 to int64, uint8 to uint64, float16 to float64),"
            + " found type \""
            + type
            + "\""
            + more
            + ": save them with numpy.save(file, array.astype('float32'))",
        () -> Npy.tensor(numPy(name)));
  }

  @Test
  void fieldsOfSeveralTypesAreRefused() {
    assertSays(
        "fields.npy: expected one array of numbers, found fields of several types: save each"
            + " field by itself, array['name']",
        () -> Npy.tensor(numPy("fields")));
  }

  @Test
  void headersThatLieAreRefused() throws IOException {
    assertSays(
        "a: expected an NPY file, which begins with \\x93NUMPY, found something else: write it"
            + " with numpy.save",
        () -> Npy.tensor(write("a", "PK something".getBytes(StandardCharsets.UTF_8))));
    byte[] later = npy(1, "{}", new byte[0]);
    later[6] = 4;
    assertSays(
        "b: expected NPY format 1.0, 2.0 or 3.0, found 4.0", () -> Npy.tensor(write("b", later)));
    byte[] longHeader = npy(2, "{}", new byte[0]);
    ByteBuffer.wrap(longHeader).order(ByteOrder.LITTLE_ENDIAN).putInt(8, -1);
    assertSays(
        "c: expected a header of at most 65536 bytes, found 4294967295",
        () -> Npy.tensor(write("c", longHeader)));
    assertSays(
        "d: the header says shape [100000, 100000], more than the 2^31 numbers that an array"
            + " holds: split it",
        () -> Npy.tensor(shaped("d", "(100000, 100000)")));
    assertSays(
        "e: the header says shape [30000, 30000], which takes 3600000000 bytes, found at most"
            + " 87: is it whole?",
        () -> Npy.tensor(shaped("e", "(30000, 30000)")));
    assertSays(
        "f: expected a shape such as (600, 28, 28), each axis below 10^9, found (99999999999999)",
        () -> Npy.tensor(shaped("f", "(99999999999999)")));
    assertSays(
        "g: expected at most 64 axes, found 65",
        () -> Npy.tensor(shaped("g", "(" + "1,".repeat(65) + ")")));
    assertSays(
        "h: expected the file to end after the numbers of shape [2], found more: is it an NPY"
            + " file?",
        () -> Npy.tensor(shaped("h", "(2,)")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': '<f4', 'fortran_order': False}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), 'more': ''}",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (3,)}",
        "{'descr': '<f4' 'fortran_order': False, 'shape': (3,)}",
        "{'descr': '<f4', 'fortran_order': '<f4', 'shape': (3,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (3,)} and more",
        "__import__('os')",
      })
  void headersThatAreNotTheDictionaryAreShown(String header) throws IOException {
    Path file = write("x", npy(1, header, new byte[12]));
    String shown = header.length() <= 80 ? header : header.substring(0, 80) + "…";
    assertSays(
        "x: expected a header {'descr': …, 'fortran_order': …, 'shape': …}, found " + shown,
        () -> Npy.tensor(file));
  }

  private Path shaped(String name, String shape) throws IOException {
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + "}";
    return write(name, npy(1, header, new byte[12]));
  }

  private static byte[] npy(int version, String header, byte[] numbers) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(text.length);
    file.write(length.array(), 0, version == 1 ? 2 : 4);
    file.writeBytes(text);
    file.writeBytes(numbers);
    return file.toByteArray();
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static Path numPy(String name) {
    return Path.of("src", "test", "resources", "npy", name + ".npy");
  }

  private static void assertSays(String expected, Executable read) {
    FileFormatException said = assertThrows(FileFormatException.class, read);
    assertEquals(expected, said.getMessage());
  }
}
