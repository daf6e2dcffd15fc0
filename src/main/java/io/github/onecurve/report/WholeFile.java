package io.github.onecurve.report;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file all or not at all: beside it first, then in its place. */
final class WholeFile {
  private WholeFile() {}

  /** Writes a text in UTF-8; whoever reads the path meanwhile sees the old file or the new one. */
  static void write(Path path, String text) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(path)) {
      throw new IOException("expected a file to write, found the folder " + path);
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "expected a folder to write "
              + path.getFileName()
              + " into, found none at "
              + folder
              + ": make it first");
    }
    Path beside =
        folder.resolve(
            "."
                + path.getFileName()
                + "."
                + ProcessHandle.current().pid()
                + "."
                + System.nanoTime()
                + ".tmp");
    try {
      Files.writeString(beside, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      move(beside, path);
    } catch (IOException e) {
      throw new IOException(
          "expected a file that can be written at "
              + path
              + ", found that it cannot: "
              + e
              + ": check the rights of the folder and the space left",
          e);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
