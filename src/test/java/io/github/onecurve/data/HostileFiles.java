package io.github.onecurve.data;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.function.Executable;

/** Files of numbers that were cut, bent or made to lie. */
final class HostileFiles {
  private HostileFiles() {}

  /** A reader of files, which are kept in memory here: thousands on a disk take their time. */
  interface Reader {
    void read(NumberFile file) throws IOException;
  }

  /** Every cut of a file must be said. */
  static void refusesEveryCut(byte[] whole, Reader reader) throws IOException {
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      Executable read = () -> reader.read(open(cut));
      assertThrows(FileFormatException.class, read, "cut to " + length);
    }
  }

  /** Every flipped bit, and many bytes at once, must be said or make another file that is sound. */
  static void survivesFlips(byte[] whole, Reader reader) throws IOException {
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] bent = whole.clone();
      bent[bit / 8] ^= (byte) (1 << (bit % 8));
      readOrSay(bent, reader);
    }
    Random random = new Random(7);
    for (int trial = 0; trial < 2000; trial++) {
      byte[] bent = whole.clone();
      for (int i = 0; i <= trial % 8; i++) {
        bent[random.nextInt(bent.length)] = (byte) random.nextInt(256);
      }
      readOrSay(bent, reader);
    }
  }

  static byte[] packed(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(plain);
    }
    return bytes.toByteArray();
  }

  private static NumberFile open(byte[] bytes) throws IOException {
    return NumberFile.open("file", "a file", new ByteArrayInputStream(bytes), bytes.length);
  }

  private static void readOrSay(byte[] bytes, Reader reader) throws IOException {
    try {
      reader.read(open(bytes));
    } catch (FileFormatException said) {
      // the one kind that is meant for it
    }
  }
}
