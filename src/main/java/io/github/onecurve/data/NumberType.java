package io.github.onecurve.data;

import java.nio.ByteBuffer;

/** How a file writes one number, and what it is as a float32, rounded to the nearest. */
enum NumberType {
  BOOL(1) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.get() == 0 ? 0 : 1;
    }
  },
  INT8(1) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.get();
    }
  },
  UINT8(1) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.get() & 0xff;
    }
  },
  INT16(2) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.getShort();
    }
  },
  UINT16(2) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.getShort() & 0xffff;
    }
  },
  INT32(4) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.getInt();
    }
  },
  UINT32(4) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.getInt() & 0xffff_ffffL;
    }
  },
  INT64(8) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.getLong();
    }
  },
  UINT64(8) {
    @Override
    float next(ByteBuffer bytes) {
      long bits = bytes.getLong();
      // Halved to fit a signed long; the bit that falls off still decides a tie.
      return bits >= 0 ? bits : 2f * ((bits >>> 1) | (bits & 1));
    }
  },
  FLOAT16(2) {
    @Override
    float next(ByteBuffer bytes) {
      return half(bytes.getShort());
    }
  },
  FLOAT32(4) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.getFloat();
    }
  },
  FLOAT64(8) {
    @Override
    float next(ByteBuffer bytes) {
      return (float) bytes.getDouble();
    }
  };

  private static final int HALF_MANTISSA = 10;

  private final int size;

  NumberType(int size) {
    this.size = size;
  }

  /** The number of bytes of one number. */
  int size() {
    return size;
  }

  /** The next number, in the order of bytes that the buffer has. */
  abstract float next(ByteBuffer bytes);

  private static float half(short bits) {
    int exponent = (bits >> HALF_MANTISSA) & 0x1f;
    int fraction = bits & 0x3ff;
    float size;
    if (exponent == 0x1f) {
      size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      int whole = exponent == 0 ? fraction : fraction + (1 << HALF_MANTISSA);
      size = Math.scalb((float) whole, Math.max(exponent, 1) - 15 - HALF_MANTISSA);
    }
    return bits < 0 ? -size : size;
  }
}
