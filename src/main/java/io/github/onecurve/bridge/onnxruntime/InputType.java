package io.github.onecurve.bridge.onnxruntime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/** A type of numbers that an input may be of; rows of floats are cast to it. */
enum InputType {
  FLOAT32(OnnxJavaType.FLOAT, Float.BYTES) {
    @Override
    void put(float[] rows, ByteBuffer into, int firstRow, int width) {
      into.asFloatBuffer().put(rows);
    }
  },
  FLOAT64(OnnxJavaType.DOUBLE, Double.BYTES) {
    @Override
    void put(float[] rows, ByteBuffer into, int firstRow, int width) {
      for (float value : rows) {
        into.putDouble(value);
      }
    }
  },
  FLOAT16(OnnxJavaType.FLOAT16, Short.BYTES) {
    @Override
    void put(float[] rows, ByteBuffer into, int firstRow, int width) {
      for (float value : rows) {
        into.putShort(Fp16Conversions.floatToFp16(value));
      }
    }
  },
  INT32(OnnxJavaType.INT32, Integer.BYTES) {
    @Override
    void put(float[] rows, ByteBuffer into, int firstRow, int width) {
      for (int i = 0; i < rows.length; i++) {
        into.putInt((int) whole(rows[i], i, firstRow, width));
      }
    }
  },
  INT64(OnnxJavaType.INT64, Long.BYTES) {
    @Override
    void put(float[] rows, ByteBuffer into, int firstRow, int width) {
      for (int i = 0; i < rows.length; i++) {
        into.putLong(whole(rows[i], i, firstRow, width));
      }
    }
  };

  private final OnnxJavaType java;
  private final int bytes;

  InputType(OnnxJavaType java, int bytes) {
    this.java = java;
    this.bytes = bytes;
  }

  /** The one that ONNX Runtime calls so; empty if rows are not cast to it. */
  static Optional<InputType> of(OnnxJavaType java) {
    for (InputType type : values()) {
      if (type.java == java) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  OnnxJavaType java() {
    return java;
  }

  /** The bytes of a number. */
  int bytes() {
    return bytes;
  }

  /**
   * Puts rows into memory.
   *
   * @param firstRow the number of the first of them, for messages
   */
  abstract void put(float[] rows, ByteBuffer into, int firstRow, int width);

  private static long whole(float value, int i, int firstRow, int width) {
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              "inputs must be whole numbers for this file, found %s in row %d, input %d",
              value, firstRow + i / width, i % width));
    }
    return (long) value;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
