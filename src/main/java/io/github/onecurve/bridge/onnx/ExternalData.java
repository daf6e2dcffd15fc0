package io.github.onecurve.bridge.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import org.nd4j.shade.protobuf.ByteString;

/**
 * Takes data that lie in files beside a model into the model, so that what is remembered of it and
 * written back is one file that needs no other.
 *
 * <p>A model may only name files in its own folder or below: no absolute paths, no way up, no links
 * that lead out; and no more bytes than the files have.
 */
final class ExternalData {
  /** What a protobuf message can hold, with room for its own bytes. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - (1L << 24);

  private final Path folder;
  private long bytes;

  private ExternalData(Path folder, long bytes) {
    this.folder = folder;
    this.bytes = bytes;
  }

  /**
   * The same model with all its data inside; the model itself where they are.
   *
   * @param folder where the model lies
   * @throws OnnxFormatException if a file is not there, too short, or outside the folder
   */
  static ModelProto inside(ModelProto model, Path folder) throws OnnxFormatException {
    GraphProto graph = model.getGraph();
    boolean external =
        graph.getInitializerList().stream().anyMatch(ExternalData::isExternal)
            || graph.getNodeList().stream().anyMatch(ExternalData::isExternal);
    if (!external) {
      return model;
    }
    ExternalData data = new ExternalData(folder, model.getSerializedSize());
    GraphProto.Builder whole = graph.toBuilder();
    for (int i = 0; i < whole.getInitializerCount(); i++) {
      if (isExternal(whole.getInitializer(i))) {
        whole.setInitializer(i, data.inside(whole.getInitializer(i)));
      }
    }
    for (int i = 0; i < whole.getNodeCount(); i++) {
      if (isExternal(whole.getNode(i))) {
        whole.setNode(i, data.inside(whole.getNode(i)));
      }
    }
    return model.toBuilder().setGraph(whole).build();
  }

  private static boolean isExternal(TensorProto tensor) {
    return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
  }

  private static boolean isExternal(NodeProto node) {
    return node.getAttributeList().stream().anyMatch(a -> a.hasT() && isExternal(a.getT()));
  }

  private NodeProto inside(NodeProto node) throws OnnxFormatException {
    NodeProto.Builder whole = node.toBuilder();
    for (int i = 0; i < whole.getAttributeCount(); i++) {
      AttributeProto attribute = whole.getAttribute(i);
      if (attribute.hasT() && isExternal(attribute.getT())) {
        whole.setAttribute(i, attribute.toBuilder().setT(inside(attribute.getT())));
      }
    }
    return whole.build();
  }

  private TensorProto inside(TensorProto tensor) throws OnnxFormatException {
    Map<String, String> said = new HashMap<>();
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      said.put(entry.getKey(), entry.getValue());
    }
    String location = said.getOrDefault("location", "");
    try {
      Path file = within(tensor, location);
      long size = Files.size(file);
      long offset = number(tensor, said, "offset", 0);
      long length = number(tensor, said, "length", size - offset);
      bytes += length;
      if (offset < 0 || length < 0 || offset > size || length > size - offset) {
        throw fault(
            tensor,
            String.format(
                "expected bytes %d to %d of \"%s\", found %d in all",
                offset, offset + length, location, size));
      }
      if (bytes > MOST_BYTES) {
        throw fault(tensor, "expected less than 2 GB of data, found more: " + Lowering.BLACK_BOX);
      }
      return tensor.toBuilder()
          .clearExternalData()
          .clearDataLocation()
          .setRawData(read(file, offset, (int) length))
          .build();
    } catch (OnnxFormatException e) {
      throw e;
    } catch (IOException e) {
      throw new OnnxFormatException(
          "tensor \""
              + tensor.getName()
              + "\": expected its data in \""
              + location
              + "\" beside the model, found "
              + e,
          e);
    }
  }

  private Path within(TensorProto tensor, String location) throws IOException {
    try {
      Path relative = Path.of(location);
      Path file = folder.resolve(relative).normalize();
      boolean out =
          location.isEmpty()
              || relative.isAbsolute()
              || !file.startsWith(folder.normalize())
              || location.contains("..");
      if (out || !file.toRealPath().startsWith(folder.toRealPath()) || !Files.isRegularFile(file)) {
        throw fault(
            tensor,
            "expected data in a file of the model's own folder, found location \""
                + location
                + "\"");
      }
      return file;
    } catch (InvalidPathException e) {
      throw fault(tensor, "expected the name of a file, found \"" + location + "\"");
    }
  }

  private static long number(TensorProto tensor, Map<String, String> said, String key, long none)
      throws OnnxFormatException {
    try {
      return said.containsKey(key) ? Long.parseLong(said.get(key).trim()) : none;
    } catch (NumberFormatException e) {
      throw fault(tensor, "expected a whole number as " + key + ", found " + said.get(key));
    }
  }

  private static ByteString read(Path file, long offset, int length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(length);
      long at = offset;
      while (bytes.hasRemaining()) {
        int more = channel.read(bytes, at);
        if (more < 0) {
          throw new IOException("an early end");
        }
        at += more;
      }
      return ByteString.copyFrom(bytes.flip());
    }
  }

  private static OnnxFormatException fault(TensorProto tensor, String what) {
    return new OnnxFormatException("tensor \"" + tensor.getName() + "\": " + what);
  }
}
