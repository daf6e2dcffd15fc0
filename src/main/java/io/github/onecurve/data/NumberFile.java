package io.github.onecurve.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file of a header and numbers, compressed with gzip or not, read once from front to back.
 *
 * <p>A header may claim anything: nothing is allocated for a claim that a file of this size cannot
 * keep, and nothing is read beyond it.
 */
final class NumberFile implements AutoCloseable {
  private static final int BUFFER = 1 << 13;

  /** No deflate stream unpacks to more than this many times its size (zlib's own bound). */
  private static final long MOST_UNPACKED = 1032;

  private final String file;
  private final String kind;
  private final InputStream bytes;
  private final long mostBytes;
  private final ByteBuffer piece = ByteBuffer.allocate(BUFFER);

  private NumberFile(String file, String kind, InputStream bytes, long mostBytes) {
    this.file = file;
    this.kind = kind;
    this.bytes = bytes;
    this.mostBytes = mostBytes;
  }

  /**
   * Opens a file.
   *
   * @param kind what it should be, with its article
   */
  static NumberFile open(Path path, String kind) throws IOException {
    GivenFile.require(path, kind);
    String file = String.valueOf(path.getFileName());
    return open(file, kind, Files.newInputStream(path), Files.size(path));
  }

  /** The same for bytes that come from elsewhere, given their number. */
  static NumberFile open(String file, String kind, InputStream source, long size)
      throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(source, BUFFER);
    try {
      bytes.mark(2);
      byte[] magic = bytes.readNBytes(2);
      bytes.reset();
      if (!Arrays.equals(magic, new byte[] {0x1f, (byte) 0x8b})) {
        return new NumberFile(file, kind, bytes, size);
      }
      GZIPInputStream unpacked = new GZIPInputStream(bytes, BUFFER);
      return new NumberFile(
          file, kind, new BufferedInputStream(unpacked, BUFFER), size * MOST_UNPACKED);
    } catch (EOFException | ZipException e) {
      bytes.close();
      throw new FileFormatException(file + " breaks off or is damaged: copy it again", e);
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  /** The next bytes of the header, as many as asked for, in an order of bytes. */
  ByteBuffer header(int count, ByteOrder order) throws IOException {
    return ByteBuffer.wrap(readFully(count)).order(order);
  }

  /**
   * The numbers that fill the rest of the file.
   *
   * @throws FileFormatException if the file holds fewer or more, or they do not fit in memory
   */
  float[] numbers(NumberType type, int[] shape, ByteOrder order) throws IOException {
    float[] numbers = new float[count(type, shape)];
    piece.order(order);
    int perPiece = BUFFER / type.size();
    for (int from = 0; from < numbers.length; from += perPiece) {
      int to = Math.min(numbers.length, from + perPiece);
      fill((to - from) * type.size());
      for (int i = from; i < to; i++) {
        numbers[i] = type.next(piece);
        if (!Float.isFinite(numbers[i])) {
          throw fault(
              String.format(
                  "expected finite numbers within float32, found %s at flat index %d: fill missing"
                      + " values first",
                  numbers[i], i));
        }
      }
    }
    requireEnd(shape);
    return numbers;
  }

  /** The name of the file. */
  String name() {
    return file;
  }

  /** What is wrong with the file. */
  FileFormatException fault(String what) {
    return new FileFormatException(file + ": " + what);
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }

  private int count(NumberType type, int[] shape) throws IOException {
    long count = 1;
    boolean tooMany = false;
    for (int axis : shape) {
      count *= axis;
      tooMany |= count > Integer.MAX_VALUE - 8;
      count = Math.min(count, Integer.MAX_VALUE);
    }
    if (tooMany && count > 0) {
      throw fault(
          String.format(
              "the header says shape %s, more than the 2^31 numbers that an array holds: split it",
              Arrays.toString(shape)));
    }
    if (count * type.size() > mostBytes) {
      throw fault(
          String.format(
              "the header says shape %s, which takes %d bytes, found at most %d: is it whole?",
              Arrays.toString(shape), count * type.size(), mostBytes));
    }
    long room = Runtime.getRuntime().maxMemory();
    if (count * Float.BYTES > room) {
      throw fault(
          String.format(
              "shape %s takes %d MB as float32, found a heap of %d MB: raise it with -Xmx",
              Arrays.toString(shape), (count * Float.BYTES) >> 20, room >> 20));
    }
    return (int) count;
  }

  private void fill(int count) throws IOException {
    piece.clear();
    piece.put(readFully(count));
    piece.flip();
  }

  private void requireEnd(int[] shape) throws IOException {
    if (readUpTo(1).length > 0) {
      throw fault(
          String.format(
              "expected the file to end after the numbers of shape %s, found more: is it %s?",
              Arrays.toString(shape), kind));
    }
  }

  private byte[] readFully(int count) throws IOException {
    byte[] read = readUpTo(count);
    if (read.length < count) {
      throw new FileFormatException(file + " breaks off or is damaged: copy it again");
    }
    return read;
  }

  private byte[] readUpTo(int count) throws IOException {
    try {
      return bytes.readNBytes(count);
    } catch (EOFException | ZipException e) {
      throw new FileFormatException(file + " breaks off or is damaged: copy it again", e);
    }
  }
}
