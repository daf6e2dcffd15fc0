package io.github.onecurve.bridge.onnx;

import io.github.onecurve.data.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import onnx.Onnx.TensorProto;
import org.nd4j.shade.protobuf.ByteString;

/** Between ONNX tensors and ours. */
final class Tensors {
  private Tensors() {}

  static boolean isFloat(TensorProto proto) {
    return proto.getDataType() == TensorProto.DataType.FLOAT_VALUE;
  }

  static Tensor read(TensorProto proto) throws OnnxFormatException {
    if (!isFloat(proto)) {
      throw fault(proto, "expected float32, found data type " + proto.getDataType());
    }
    if (proto.getExternalDataCount() > 0
        || proto.getDataLocation() != TensorProto.DataLocation.DEFAULT) {
      throw fault(proto, "its data lie in another file: save the model with its data inside");
    }
    int[] shape = new int[proto.getDimsCount()];
    long size = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      long length = proto.getDims(axis);
      if (length < 0 || length > Integer.MAX_VALUE || size * length > Integer.MAX_VALUE) {
        throw fault(proto, "expected a shape that fits in memory, found " + proto.getDimsList());
      }
      shape[axis] = (int) length;
      size *= length;
    }
    boolean raw = !proto.getRawData().isEmpty();
    long found = raw ? proto.getRawData().size() / 4 : proto.getFloatDataCount();
    if (found != size || (raw && proto.getRawData().size() % 4 != 0)) {
      throw fault(
          proto,
          String.format(
              "expected %d values for shape %s, found %s",
              size,
              proto.getDimsList(),
              raw ? proto.getRawData().size() + " bytes" : String.valueOf(found)));
    }
    return Tensor.of(values(proto, (int) size), shape);
  }

  /** An ONNX tensor with other values; all else stays. */
  static TensorProto with(TensorProto proto, Tensor values) {
    return proto.toBuilder().clearFloatData().setRawData(raw(values)).build();
  }

  static TensorProto write(String name, Tensor values) {
    TensorProto.Builder proto =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .setRawData(raw(values));
    for (int axis : values.shape()) {
      proto.addDims(axis);
    }
    return proto.build();
  }

  private static float[] values(TensorProto proto, int size) {
    float[] values = new float[size];
    if (!proto.getRawData().isEmpty()) {
      proto
          .getRawData()
          .asReadOnlyByteBuffer()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values);
    } else {
      for (int i = 0; i < size; i++) {
        values[i] = proto.getFloatData(i);
      }
    }
    return values;
  }

  private static ByteString raw(Tensor values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.size()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values.values());
    return ByteString.copyFrom(bytes);
  }

  private static OnnxFormatException fault(TensorProto proto, String what) {
    return new OnnxFormatException("tensor \"" + proto.getName() + "\": " + what);
  }
}
