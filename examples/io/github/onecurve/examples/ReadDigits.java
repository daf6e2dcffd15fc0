package io.github.onecurve.examples;

import io.github.onecurve.data.Idx;
import io.github.onecurve.data.LabelledRows;
import java.io.IOException;
import java.nio.file.Path;

/** Reads MNIST, or any pair of IDX files. */
public final class ReadDigits {
  private ReadDigits() {}

  /** Arguments: the file of images and the file of labels, compressed or not. */
  public static void main(String[] args) throws IOException {
    LabelledRows digits = Idx.read(Path.of(args[0]), Path.of(args[1]), 1, 28, 28);
    System.out.println(digits);
  }
}
