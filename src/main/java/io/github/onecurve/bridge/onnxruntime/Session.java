package io.github.onecurve.bridge.onnxruntime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A file that ONNX Runtime has opened; the only class that touches that library. */
final class Session {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Signature signature;

  /** Memory outside the heap waits for the collector, so that of past calls is used again. */
  private final Queue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();

  private Session(OrtEnvironment environment, OrtSession session, Signature signature) {
    this.environment = environment;
    this.session = session;
    this.signature = signature;
  }

  static Session open(Path file, OnnxRuntimeOptions wanted) throws IOException {
    OrtEnvironment environment = environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(wanted.threads());
      options.setInterOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      // Its releases 1.19 and 1.20 drop the zeros that PyTorch pads average pools with.
      options.addConfigEntry("optimization.disable_specified_optimizers", "Pad_Fusion");
      // A plan of memory is kept for each batch size that was ever seen.
      options.setMemoryPatternOptimization(false);
      OrtSession session = environment.createSession(file.toString(), options);
      try {
        return new Session(environment, session, Signature.of(session, wanted));
      } catch (OrtException | RuntimeException e) {
        session.close();
        if (e instanceof IllegalArgumentException) {
          throw new IOException(file + ": " + e.getMessage(), e);
        }
        throw e;
      }
    } catch (OrtException e) {
      throw new IOException(
          String.format(
              "%s: expected an ONNX model that ONNX Runtime %s can open, found %s: export it again,"
                  + " at a lower opset if that is the reason",
              file, environment.getVersion(), e.getMessage()),
          e);
    }
  }

  /** What the file asks for. */
  BatchForm input() {
    return signature.input();
  }

  /** The name of the output that is read. */
  String output() {
    return signature.output();
  }

  /**
   * The numbers of the output, row after row; a file with a fixed number of rows is asked piece by
   * piece, the last one filled up with zeros.
   *
   * @param shape {@code [n, …]} of the rows
   */
  float[] run(float[] rows, long[] shape) {
    int n = Math.toIntExact(shape[0]);
    int piece = input().fixedRows().orElse(n);
    if (piece == n) {
      return piece(rows, 0, n, shape);
    }
    int width = rows.length / n;
    float[] all = new float[0];
    long[] part = shape.clone();
    part[0] = piece;
    for (int from = 0; from < n; from += piece) {
      float[] answer =
          piece(
              Arrays.copyOfRange(
                  rows,
                  Math.multiplyExact(from, width),
                  Math.multiplyExact(Math.addExact(from, piece), width)),
              from,
              piece,
              part);
      int classes = answer.length / piece;
      all = from == 0 ? new float[Math.multiplyExact(n, classes)] : all;
      System.arraycopy(answer, 0, all, from * classes, Math.min(piece, n - from) * classes);
    }
    return all;
  }

  void close() {
    idle.clear();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed to close: " + e.getMessage(), e);
    }
  }

  private float[] piece(float[] rows, int firstRow, int n, long[] shape) {
    ByteBuffer memory = memory(Math.multiplyExact(rows.length, signature.type().bytes()));
    try (OnnxTensor tensor = tensor(memory, rows, firstRow, shape);
        OrtSession.Result result = session.run(Map.of(input().name(), tensor), Set.of(output()))) {
      return numbers(result.get(0), n);
    } catch (OrtException e) {
      throw new IllegalStateException(
          String.format(
              "ONNX Runtime failed on a batch %s: %s", Arrays.toString(shape), e.getMessage()),
          e);
    } finally {
      idle.add(memory);
    }
  }

  private ByteBuffer memory(int bytes) {
    ByteBuffer kept = idle.poll();
    return kept != null && kept.capacity() >= bytes
        ? kept.clear().limit(bytes)
        : ByteBuffer.allocateDirect(Math.max(bytes, 8)).order(ByteOrder.nativeOrder()).limit(bytes);
  }

  private OnnxTensor tensor(ByteBuffer memory, float[] rows, int firstRow, long[] shape)
      throws OrtException {
    int width = rows.length / Math.toIntExact(shape[0]);
    signature.type().put(rows, memory.duplicate().order(ByteOrder.nativeOrder()), firstRow, width);
    return OnnxTensor.createTensor(environment, memory, shape, signature.type().java());
  }

  private float[] numbers(OnnxValue value, int n) {
    if (!(value instanceof OnnxTensor tensor)) {
      throw new IllegalStateException(
          "expected a tensor as output \"" + output() + "\", found a " + value.getType());
    }
    long[] shape = tensor.getInfo().getShape();
    if (shape.length == 0 || shape[0] != n) {
      throw new IllegalStateException(
          String.format(
              "expected output \"%s\" of shape [%d, …], found %s: export the model with a dynamic"
                  + " batch axis, or name the output that holds the logits",
              output(), n, Arrays.toString(shape)));
    }
    if (tensor.getInfo().type == OnnxJavaType.DOUBLE) {
      DoubleBuffer doubles = tensor.getDoubleBuffer();
      float[] numbers = new float[doubles.remaining()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) doubles.get(i);
      }
      return numbers;
    }
    FloatBuffer floats = tensor.getFloatBuffer();
    float[] numbers = new float[floats.remaining()];
    floats.get(numbers);
    return numbers;
  }

  private static OrtEnvironment environment() {
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      environment.setTelemetry(false);
      return environment;
    } catch (LinkageError | OrtException | IllegalStateException e) {
      throw new IllegalStateException(
          String.format(
              "expected natives of ONNX Runtime for %s on %s, found none that load (%s): use a"
                  + " release of com.microsoft.onnxruntime:onnxruntime that has them",
              System.getProperty("os.name"), System.getProperty("os.arch"), e),
          e);
    }
  }
}
