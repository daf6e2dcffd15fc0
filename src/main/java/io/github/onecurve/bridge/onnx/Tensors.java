package io.github.onecurve.bridge.onnx;

import io.github.onecurve.data.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import org.nd4j.shade.protobuf.ByteString;

/** Between ONNX tensors and ours: reads every type of number, writes floats of every width. */
final class Tensors {
  private Tensors() {}

  /** What the numbers of an ONNX type stand for. */
  static Kind kind(int dataType, Call call) {
    return switch (dataType) {
      case DataType.FLOAT_VALUE,
          DataType.FLOAT16_VALUE,
          DataType.BFLOAT16_VALUE,
          DataType.DOUBLE_VALUE ->
          Kind.FLOAT;
      case DataType.INT64_VALUE,
          DataType.INT32_VALUE,
          DataType.INT16_VALUE,
          DataType.INT8_VALUE,
          DataType.UINT8_VALUE,
          DataType.UINT16_VALUE,
          DataType.UINT32_VALUE,
          DataType.UINT64_VALUE ->
          Kind.WHOLE;
      case DataType.BOOL_VALUE -> Kind.TRUTH;
      default -> throw call.fault("expected a type of numbers, found type " + dataType);
    };
  }

  /** The bytes of a number in a tensor's raw data, or 0 where the type is none of numbers. */
  static int width(int dataType) {
    return switch (dataType) {
      case DataType.FLOAT_VALUE, DataType.INT32_VALUE, DataType.UINT32_VALUE -> 4;
      case DataType.DOUBLE_VALUE, DataType.INT64_VALUE, DataType.UINT64_VALUE -> 8;
      case DataType.FLOAT16_VALUE,
          DataType.BFLOAT16_VALUE,
          DataType.INT16_VALUE,
          DataType.UINT16_VALUE ->
          2;
      case DataType.INT8_VALUE, DataType.UINT8_VALUE, DataType.BOOL_VALUE -> 1;
      default -> 0;
    };
  }

  /**
   * The numbers of an ONNX tensor.
   *
   * @throws IllegalArgumentException if they are not there, do not fit the shape or are NaN
   */
  static Literal literal(TensorProto proto) {
    int width = width(proto.getDataType());
    if (width == 0) {
      throw fault(proto, "expected numbers, found data type " + proto.getDataType());
    }
    if (proto.getExternalDataCount() > 0
        || proto.getDataLocation() != TensorProto.DataLocation.DEFAULT) {
      throw fault(proto, "its data lie in another file, and there is no folder to look in");
    }
    int[] shape = shape(proto);
    long size = 1;
    for (int length : shape) {
      size = Math.min(size * length, Long.MAX_VALUE >>> 32);
    }
    boolean raw = !proto.getRawData().isEmpty();
    long found = raw ? proto.getRawData().size() / width : typed(proto);
    if (found != size || (raw && proto.getRawData().size() % width != 0)) {
      throw fault(
          proto,
          String.format(
              "expected %d values for shape %s, found %s",
              size,
              proto.getDimsList(),
              raw ? proto.getRawData().size() + " bytes" : String.valueOf(found)));
    }
    try {
      return raw ? raw(proto, (int) size, shape) : typed(proto, (int) size, shape);
    } catch (IllegalArgumentException e) {
      throw fault(proto, e.getMessage());
    }
  }

  /** An ONNX tensor with other values; where its shape stays, only entries that differ change. */
  static TensorProto with(TensorProto proto, Tensor values) {
    Literal before = literal(proto);
    int width = width(proto.getDataType());
    boolean same = java.util.Arrays.equals(before.dims(), values.shape());
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(width, values.size()))
            .order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer old = same ? bits(proto, before) : bytes;
    for (int i = 0; i < values.size(); i++) {
      if (same && values.get(i) == before.get(i)) {
        for (int b = i * width; b < (i + 1) * width; b++) {
          bytes.put(b, old.get(b));
        }
      } else {
        requireRoom(proto, values.get(i));
        put(bytes, proto.getDataType(), i, values.get(i));
      }
    }
    TensorProto.Builder with =
        proto.toBuilder()
            .clearFloatData()
            .clearDoubleData()
            .clearInt32Data()
            .clearDims()
            .setRawData(ByteString.copyFrom(bytes.array()));
    IntStream.of(values.shape()).forEach(with::addDims);
    return with.build();
  }

  static TensorProto write(String name, Tensor values) {
    return write(name, values, DataType.FLOAT_VALUE);
  }

  /** A new ONNX tensor of one of the types of floats. */
  static TensorProto write(String name, Tensor values, int dataType) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(width(dataType), values.size()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.size(); i++) {
      put(bytes, dataType, i, values.get(i));
    }
    TensorProto.Builder proto =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(dataType)
            .setRawData(ByteString.copyFrom(bytes.array()));
    IntStream.of(values.shape()).forEach(proto::addDims);
    return proto.build();
  }

  /** A new ONNX tensor of truths: whether each number is not 0. */
  static TensorProto truths(String name, Tensor values) {
    TensorProto.Builder proto =
        TensorProto.newBuilder().setName(name).setDataType(DataType.BOOL_VALUE);
    IntStream.of(values.shape()).forEach(proto::addDims);
    for (int i = 0; i < values.size(); i++) {
      proto.addInt32Data(values.get(i) == 0 ? 0 : 1);
    }
    return proto.build();
  }

  /** A new ONNX tensor of a list of whole numbers. */
  static TensorProto write(String name, List<Long> values) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(DataType.INT64_VALUE)
        .addDims(values.size())
        .addAllInt64Data(values)
        .build();
  }

  private static int[] shape(TensorProto proto) {
    int[] shape = new int[proto.getDimsCount()];
    long size = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      long length = proto.getDims(axis);
      size = length < 0 || length > Integer.MAX_VALUE ? Long.MAX_VALUE : size * length;
      if (size > Integer.MAX_VALUE) {
        throw fault(proto, "expected a shape that fits in memory, found " + proto.getDimsList());
      }
      shape[axis] = (int) length;
    }
    return shape;
  }

  private static long typed(TensorProto proto) {
    return switch (proto.getDataType()) {
      case DataType.FLOAT_VALUE -> proto.getFloatDataCount();
      case DataType.DOUBLE_VALUE -> proto.getDoubleDataCount();
      case DataType.INT64_VALUE -> proto.getInt64DataCount();
      case DataType.UINT32_VALUE, DataType.UINT64_VALUE -> proto.getUint64DataCount();
      default -> proto.getInt32DataCount();
    };
  }

  private static Literal raw(TensorProto proto, int size, int[] shape) {
    ByteBuffer bytes = proto.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    int type = proto.getDataType();
    switch (type) {
      case DataType.FLOAT_VALUE,
          DataType.FLOAT16_VALUE,
          DataType.BFLOAT16_VALUE,
          DataType.DOUBLE_VALUE -> {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
          values[i] =
              switch (type) {
                case DataType.FLOAT_VALUE -> bytes.getFloat(4 * i);
                case DataType.DOUBLE_VALUE -> (float) bytes.getDouble(8 * i);
                case DataType.FLOAT16_VALUE -> Half.toFloat(bytes.getShort(2 * i));
                default -> Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
              };
        }
        return Literal.floats(values, shape);
      }
      default -> {
        long[] values = new long[size];
        for (int i = 0; i < size; i++) {
          values[i] =
              switch (type) {
                case DataType.INT64_VALUE, DataType.UINT64_VALUE -> bytes.getLong(8 * i);
                case DataType.INT32_VALUE -> bytes.getInt(4 * i);
                case DataType.UINT32_VALUE -> bytes.getInt(4 * i) & 0xffffffffL;
                case DataType.INT16_VALUE -> bytes.getShort(2 * i);
                case DataType.UINT16_VALUE -> bytes.getShort(2 * i) & 0xffff;
                case DataType.INT8_VALUE -> bytes.get(i);
                default -> bytes.get(i) & 0xff;
              };
        }
        return whole(type, values, shape);
      }
    }
  }

  private static Literal typed(TensorProto proto, int size, int[] shape) {
    int type = proto.getDataType();
    switch (type) {
      case DataType.FLOAT_VALUE,
          DataType.FLOAT16_VALUE,
          DataType.BFLOAT16_VALUE,
          DataType.DOUBLE_VALUE -> {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
          values[i] =
              switch (type) {
                case DataType.FLOAT_VALUE -> proto.getFloatData(i);
                case DataType.DOUBLE_VALUE -> (float) proto.getDoubleData(i);
                case DataType.FLOAT16_VALUE -> Half.toFloat((short) proto.getInt32Data(i));
                default -> Float.intBitsToFloat(proto.getInt32Data(i) << 16);
              };
        }
        return Literal.floats(values, shape);
      }
      default -> {
        long[] values = new long[size];
        for (int i = 0; i < size; i++) {
          values[i] =
              switch (type) {
                case DataType.INT64_VALUE -> proto.getInt64Data(i);
                case DataType.UINT32_VALUE, DataType.UINT64_VALUE -> proto.getUint64Data(i);
                default -> proto.getInt32Data(i);
              };
        }
        return whole(type, values, shape);
      }
    }
  }

  private static Literal whole(int type, long[] values, int[] shape) {
    return type == DataType.BOOL_VALUE
        ? Literal.truths(values, shape)
        : Literal.wholes(values, shape);
  }

  /** The raw data of floats, whichever way they are stored. */
  private static ByteBuffer bits(TensorProto proto, Literal before) {
    if (!proto.getRawData().isEmpty() || before.size() == 0) {
      return proto.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
    int width = width(proto.getDataType());
    ByteBuffer bytes = ByteBuffer.allocate(width * before.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < before.size(); i++) {
      switch (proto.getDataType()) {
        case DataType.FLOAT_VALUE -> bytes.putFloat(proto.getFloatData(i));
        case DataType.DOUBLE_VALUE -> bytes.putDouble(proto.getDoubleData(i));
        default -> bytes.putShort((short) proto.getInt32Data(i));
      }
    }
    return bytes;
  }

  /**
   * A float16 ends at 65,504; only what was infinite, and is read as the largest float, may be so
   * again.
   */
  private static void requireRoom(TensorProto proto, float value) {
    float size = Math.abs(value);
    if (proto.getDataType() == DataType.FLOAT16_VALUE && size >= 65520f && size < Float.MAX_VALUE) {
      throw new IllegalArgumentException(
          "tensor \""
              + proto.getName()
              + "\" is float16: expected edits of at most 65504, found "
              + value
              + ": keep edits smaller, or export the model as float32");
    }
  }

  private static void put(ByteBuffer bytes, int dataType, int i, float value) {
    switch (dataType) {
      case DataType.DOUBLE_VALUE -> bytes.putDouble(8 * i, value);
      case DataType.FLOAT16_VALUE -> bytes.putShort(2 * i, Half.of(value));
      case DataType.BFLOAT16_VALUE -> bytes.putShort(2 * i, Half.brain(value));
      default -> bytes.putFloat(4 * i, value);
    }
  }

  private static IllegalArgumentException fault(TensorProto proto, String what) {
    return new IllegalArgumentException("tensor \"" + proto.getName() + "\": " + what);
  }
}
