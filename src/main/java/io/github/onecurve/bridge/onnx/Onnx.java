package io.github.onecurve.bridge.onnx;

import io.github.onecurve.bridge.onnx.ModelReader.Wanted;
import io.github.onecurve.network.Attachment;
import io.github.onecurve.network.Network;
import io.github.onecurve.remedy.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import onnx.Onnx.ModelProto;

/**
 * Reads networks from ONNX files and writes them back.
 *
 * <p>Files of opsets 7 to 21 as today's exporters write them are read into the network's own
 * vocabulary of nodes, batch first: shapes and constants are computed ahead, the batch may stand at
 * any place in between, decomposed activations and layer normalisations become one node. Tensors
 * keep their names. All numbers become float32; infinities, as masks hold them, become ±{@link
 * Float#MAX_VALUE}. Floats of the file that nodes multiply or shift by are parameters under their
 * own names, also where nodes read them turned; single numbers, masks and what is computed of no
 * weight are constants.
 *
 * <p>Axis 0 of the input is the batch. Where the file fixes it at one row, the network is that
 * model applied to each row; where it fixes it at several, shapes that name that number are taken
 * to mean the batch. Models in which rows depend on one another are refused. An output of more axes
 * than {@code [n, classes]} is flattened to it, row-major.
 *
 * <p>Whatever a file holds, reading ends in a network or an {@link OnnxFormatException}: constants
 * may be computed to four million numbers beyond four times those in the file, and the tensors of
 * one row may have 2²⁸ numbers together.
 */
public final class Onnx {
  static final String KIND = "onnx";

  /** What a protobuf message can hold, with room for its own bytes. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - (1L << 24);

  private Onnx() {}

  /**
   * Reads a network; it remembers the file's bytes, so that {@link #write} can change only what was
   * edited. Data in files beside the model are read too, and remembered as if they were inside.
   *
   * @throws OnnxFormatException if the file is no ONNX model, is broken, or uses something that is
   *     not known; the message names it and says what to do
   * @throws IOException if the file cannot be read
   */
  public static Network read(Path file) throws IOException {
    return read(file, Wanted.AS_IT_IS);
  }

  /**
   * Reads a network up to one of its tensors: the logits before a closing Softmax, or one of
   * several outputs. Writing it back keeps the whole file, what follows that tensor too.
   *
   * @param output the name of the tensor
   * @throws OnnxFormatException as {@link #read(Path)}, or if there is no such tensor
   * @throws IOException if the file cannot be read
   */
  public static Network read(Path file, String output) throws IOException {
    return read(file, new Wanted(Optional.of(output), List.of()));
  }

  /**
   * Reads a network whose file leaves the lengths of axes open, with these lengths.
   *
   * @param rowShape the length of every axis of the input but the batch's
   * @throws OnnxFormatException as {@link #read(Path)}, or if the file says other lengths
   * @throws IOException if the file cannot be read
   */
  public static Network read(Path file, int... rowShape) throws IOException {
    return read(file, new Wanted(Optional.empty(), Arrays.stream(rowShape).boxed().toList()));
  }

  private static Network read(Path file, Wanted wanted) throws IOException {
    if (!Files.exists(file) || Files.isDirectory(file)) {
      throw new IOException(
          "expected an ONNX file at "
              + file
              + ", found "
              + (Files.isDirectory(file) ? "a folder" : "none")
              + ": give the path of the file");
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new OnnxFormatException(
          file
              + ": expected at most "
              + MOST_BYTES
              + " bytes, found "
              + Files.size(file)
              + ": keep the tensors in a file beside the model");
    }
    byte[] bytes = Files.readAllBytes(file);
    ModelProto model = ModelReader.parse(bytes, file.toString());
    try {
      ModelProto whole = ExternalData.inside(model, file.toAbsolutePath().getParent());
      byte[] kept = whole.equals(model) ? bytes : whole.toByteArray();
      return read(whole, kept, file.toString(), wanted);
    } catch (OnnxFormatException e) {
      throw e.getMessage().startsWith(file + ": ")
          ? e
          : new OnnxFormatException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes a network. One that was read from ONNX keeps its file's names, metadata and order; only
   * edited parameters change, entry by entry, in the type that the file has them in. Where units
   * were removed, shapes that named the old sizes change with them; if the file's nodes cannot say
   * what is left, the network's own nodes take their place. A network that was built by hand
   * becomes a new model of the lowest opset from 13 on that has its nodes. Data that lay beside the
   * model are written into it.
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
    return read(ModelReader.parse(bytes, name), bytes, name, Wanted.AS_IT_IS);
  }

  private static Network read(ModelProto model, byte[] bytes, String name, Wanted wanted)
      throws OnnxFormatException {
    return ModelReader.read(model, name, wanted).network().with(Attachment.of(KIND, bytes));
  }

  static byte[] bytes(Network network) throws IOException {
    Optional<Attachment> source =
        network.attachment().filter(attachment -> attachment.kind().equals(KIND));
    return source.isPresent()
        ? ModelEditor.edited(source.get().bytes(), network)
        : ModelWriter.fresh(network).toByteArray();
  }
}
