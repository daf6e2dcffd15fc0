package io.github.onecurve.bridge.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;

/** What ONNX Runtime makes of a model, asked without any bridge between. */
final class OnnxRuntimeRun implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  OnnxRuntimeRun(byte[] model) throws OrtException {
    try (OrtSession.SessionOptions options = quiet()) {
      session = environment.createSession(model, options);
    }
  }

  /** The first output for a batch of floats. */
  float[] floats(float[] rows, long... shape) throws OrtException {
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(rows), shape)) {
      return run(tensor);
    }
  }

  /** The first output for a batch of whole numbers. */
  float[] longs(float[] rows, long... shape) throws OrtException {
    long[] whole = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      whole[i] = (long) rows[i];
    }
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(whole), shape)) {
      return run(tensor);
    }
  }

  private float[] run(OnnxTensor tensor) throws OrtException {
    String input = session.getInputNames().iterator().next();
    try (OrtSession.Result result = session.run(Map.of(input, tensor))) {
      FloatBuffer floats = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] values = new float[floats.remaining()];
      floats.get(values);
      return values;
    }
  }

  private static OrtSession.SessionOptions quiet() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    options.setIntraOpNumThreads(1);
    // Releases 1.19 and 1.20 drop the zeros that PyTorch pads average pools with.
    options.addConfigEntry("optimization.disable_specified_optimizers", "Pad_Fusion");
    return options;
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
