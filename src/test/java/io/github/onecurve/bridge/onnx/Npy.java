package io.github.onecurve.bridge.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A NumPy array file of float32, int32 or uint8 in C order, as floats. */
public final class Npy {
  private final int[] shape;
  private final float[] values;

  private Npy(int[] shape, float[] values) {
    this.shape = shape;
    this.values = values;
  }

  public static Npy read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int length = bytes.get(6) == 1 ? bytes.getShort(8) & 0xffff : bytes.getInt(8);
    int start = bytes.get(6) == 1 ? 10 : 12;
    String header = new String(bytes.array(), start, length, StandardCharsets.ISO_8859_1);
    Matcher shape = Pattern.compile("'shape': \\(([^)]*)\\)").matcher(header);
    if (!shape.find() || !header.contains("'fortran_order': False")) {
      throw new IOException("not a C-ordered array: " + header);
    }
    int[] axes =
        Arrays.stream(shape.group(1).split(","))
            .map(String::trim)
            .filter(s -> !s.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    float[] values = new float[Arrays.stream(axes).reduce(1, (a, b) -> a * b)];
    bytes.position(start + length);
    for (int i = 0; i < values.length; i++) {
      if (header.contains("'<f4'")) {
        values[i] = bytes.getFloat();
      } else if (header.contains("'<i4'")) {
        values[i] = bytes.getInt();
      } else if (header.contains("'<f8'")) {
        values[i] = (float) bytes.getDouble();
      } else if (header.contains("'|u1'")) {
        values[i] = bytes.get() & 0xff;
      } else {
        throw new IOException("unknown type: " + header);
      }
    }
    return new Npy(axes, values);
  }

  public int[] shape() {
    return shape.clone();
  }

  public float[] values() {
    return values.clone();
  }
}
