package io.github.onecurve.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A path that a user gave, checked before it is opened. */
final class GivenFile {
  private GivenFile() {}

  /**
   * Refuses a path without a file.
   *
   * @param kind what should be there, with its article
   */
  static void require(Path path, String kind) throws IOException {
    if (!Files.exists(path) || Files.isDirectory(path)) {
      throw new IOException(
          "expected "
              + kind
              + " at "
              + path
              + ", found "
              + (Files.isDirectory(path) ? "a folder" : "none")
              + ": give the path of the file");
    }
  }
}
