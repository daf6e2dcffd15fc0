package io.github.onecurve.bridge.onnx;

import io.github.onecurve.network.Attachment;
import io.github.onecurve.network.Network;
import io.github.onecurve.remedy.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads networks from ONNX files and writes them back. */
public final class Onnx {
  static final String KIND = "onnx";

  private Onnx() {}

  /**
   * Reads a network; it remembers the file's bytes, so that {@link #write} can change only what was
   * edited.
   *
   * @throws OnnxFormatException if the file is no ONNX model, is broken, or uses something that is
   *     not known; the message names it and says what to do
   * @throws IOException if the file cannot be read
   */
  public static Network read(Path file) throws IOException {
    if (!Files.exists(file) || Files.isDirectory(file)) {
      throw new IOException(
          "expected an ONNX file at "
              + file
              + ", found "
              + (Files.isDirectory(file) ? "a folder" : "none")
              + ": give the path of the file");
    }
    return read(Files.readAllBytes(file), file.toString());
  }

  /**
   * Writes a network. One that was read from ONNX keeps its file's names, metadata and order; only
   * edited parameters change. One that was built by hand becomes a new model of opset 13 (20 if it
   * has Gelu).
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(Network network, Path file) throws IOException {
    Files.write(file, bytes(network));
  }

  /**
   * Writes a repaired system that is a network and nothing else.
   *
   * @throws IllegalArgumentException if guards stand behind the model or it is no network: a file
   *     cannot hold them; {@link #writeNetworkOnly} leaves the guards out
   * @throws IOException if the file cannot be written
   */
  public static void write(Deployment deployment, Path file) throws IOException {
    if (deployment.isHeld() || !deployment.guards().isEmpty()) {
      throw new IllegalArgumentException(
          "an ONNX file cannot refuse to answer, found "
              + (deployment.isHeld()
                  ? "a system that is held back"
                  : "guards " + deployment.guards())
              + ": keep them in the calling code and write the network with writeNetworkOnly");
    }
    writeNetworkOnly(deployment, file);
  }

  /**
   * Writes the network of a system without the guards behind it.
   *
   * @throws IllegalArgumentException if the model is no network
   * @throws IOException if the file cannot be written
   */
  public static void writeNetworkOnly(Deployment deployment, Path file) throws IOException {
    if (!(deployment.model() instanceof Network network)) {
      throw new IllegalArgumentException(
          "expected a Network to write, found a "
              + deployment.model().getClass().getName()
              + ": only networks have an ONNX form");
    }
    write(network, file);
  }

  static Network read(byte[] bytes, String name) throws OnnxFormatException {
    return ModelReader.read(ModelReader.parse(bytes, name), name, ModelReader.Wanted.AS_IT_IS)
        .network()
        .with(Attachment.of(KIND, bytes));
  }

  static byte[] bytes(Network network) throws IOException {
    Optional<Attachment> source =
        network.attachment().filter(attachment -> attachment.kind().equals(KIND));
    return source.isPresent()
        ? ModelEditor.edited(source.get().bytes(), network)
        : ModelWriter.fresh(network).toByteArray();
  }
}
