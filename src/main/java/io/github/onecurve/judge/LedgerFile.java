package io.github.onecurve.judge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * The file of a ledger, which is read and appended to by one at a time, whatever thread or process.
 *
 * <p>A lock of the operating system keeps other processes out. It is given up as soon as a process
 * closes any channel of that file, so that threads of this one take turns at a monitor; a lock that
 * some other code of this process holds is waited for as those of other processes are.
 */
final class LedgerFile {
  private static final long LEAST_SPACE = 1L << 20;
  private static final long POLL_MILLIS = 1;

  private final Path path;
  private final Duration longestWait;

  /** The file at a path, whose lock is waited for so long. */
  LedgerFile(Path path, Duration longestWait) {
    this.path = path;
    this.longestWait = longestWait;
  }

  /** What is done while nobody else reads or writes. */
  interface Work<T> {
    /**
     * Does it.
     *
     * @param text all that the file holds
     */
    T with(LedgerText text, Appender appender) throws IOException;
  }

  /** Appends to the file. */
  interface Appender {
    /** Returns once the text is on the disk. */
    void append(String text) throws IOException;
  }

  /**
   * Does a piece of work while nobody else reads or writes; the file is made if it is not there.
   *
   * @throws UnusableLedgerException if the file cannot be read and written, or is no ledger
   * @throws InterruptedException if the thread is interrupted; what was being appended may be torn
   */
  @SuppressWarnings("try") // The lock is held, not used.
  <T> T locked(Work<T> work) throws InterruptedException {
    requirePlace();
    synchronized (LedgerFile.class) {
      try (FileChannel channel =
              FileChannel.open(
                  path,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE);
          FileLock lock = lock(channel)) {
        requireSpace();
        return work.with(LedgerText.parse(path, read(channel)), text -> append(channel, text));
      } catch (ClosedByInterruptException e) {
        throw interrupted(e);
      } catch (IOException e) {
        throw new UnusableLedgerException(
            "expected a ledger that can be read and written at "
                + path
                + ", found "
                + e
                + ": make it writable, or give the ledger another path",
            e);
      }
    }
  }

  private void requirePlace() {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new UnusableLedgerException(
          "expected a folder to keep the ledger "
              + path
              + " in, found none at "
              + folder
              + ": make it, or give the ledger another path");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new UnusableLedgerException(
          "expected a file for the ledger, found "
              + (Files.isDirectory(path) ? "a folder" : "something else")
              + " at "
              + path
              + ": give the path of a file, which is made if it is not there");
    }
  }

  private void requireSpace() throws IOException {
    long space = Files.getFileStore(path).getUsableSpace();
    if (space < LEAST_SPACE) {
      throw new UnusableLedgerException(
          "expected room for the ledger "
              + path
              + ", found "
              + space
              + " bytes left on its disk: free at least "
              + LEAST_SPACE
              + ", or give the ledger another path");
    }
  }

  private FileLock lock(FileChannel channel) throws IOException, InterruptedException {
    long end = System.nanoTime() + longestWait.toNanos();
    while (true) {
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return lock;
        }
      } catch (OverlappingFileLockException e) {
        // Held by other code of this process: waited for like a lock of another process.
      }
      if (System.nanoTime() - end > 0) {
        throw new UnusableLedgerException(
            "expected the ledger "
                + path
                + " to be free within "
                + longestWait.toSeconds()
                + " s, found it locked all the while: see what else holds it, and end that");
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
      // Reads on.
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
  }

  private static void append(FileChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    long at = channel.size();
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
    channel.force(true);
  }

  private static InterruptedException interrupted(ClosedByInterruptException cause) {
    Thread.interrupted();
    InterruptedException interrupt = new InterruptedException("interrupted at the ledger");
    interrupt.initCause(cause);
    return interrupt;
  }
}
