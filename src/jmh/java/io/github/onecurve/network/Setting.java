package io.github.onecurve.network;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.onecurve.bridge.onnx.Onnx;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/** What all benchmarks share: the reference models, random rows, and ONNX Runtime to compare. */
final class Setting {
  private Setting() {}

  /** How many threads one call may use, as the runner of the benchmarks has it. */
  static int threads() {
    return Integer.getInteger("onecurve.benchmark.threads", 1);
  }

  static Path model(String name) {
    String data = System.getProperty("onecurve.data");
    if (data == null) {
      throw new IllegalStateException(
          "expected the system property onecurve.data to name the folder of the reference data,"
              + " found none");
    }
    return Path.of(data, "mnist", "models", name);
  }

  static Network network(String name) throws IOException {
    return Onnx.read(model(name));
  }

  /** Uniform numbers in [0, 1), as pixels are. */
  static float[] rows(int size) {
    Random random = new Random(1);
    float[] rows = new float[size];
    for (int i = 0; i < size; i++) {
      rows[i] = random.nextFloat();
    }
    return rows;
  }

  /** A session of ONNX Runtime on rows that it is given once, in memory of its own. */
  static final class Session {
    private final OrtSession session;
    private final OnnxTensor inputs;

    Session(String name, float[] rows, long... shape) throws OrtException {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      OrtSession.SessionOptions options = new OrtSession.SessionOptions();
      options.setIntraOpNumThreads(threads());
      session = environment.createSession(model(name).toString(), options);
      inputs = OnnxTensor.createTensor(environment, FloatBuffer.wrap(rows), shape);
    }

    float[] logits() throws OrtException {
      try (OrtSession.Result result = session.run(Map.of("x", inputs))) {
        FloatBuffer logits = ((OnnxTensor) result.get(0)).getFloatBuffer();
        float[] values = new float[logits.remaining()];
        logits.get(values);
        return values;
      }
    }
  }
}
