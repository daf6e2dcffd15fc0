package io.github.onecurve.bridge.onnx;

import io.github.onecurve.network.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Lowers convolutions and pools: every way to pad becomes explicit pads. */
final class ConvolutionNodes {
  private ConvolutionNodes() {}

  static void addTo(Map<String, Consumer<Call>> known) {
    known.put("Conv", ConvolutionNodes::conv);
    known.put("MaxPool", call -> pool(call, "ceil_mode"));
    known.put("AveragePool", call -> pool(call, "ceil_mode", "count_include_pad"));
    known.put("GlobalAveragePool", ConvolutionNodes::global);
    known.put("GlobalMaxPool", ConvolutionNodes::global);
  }

  private static void conv(Call call) {
    Flow in = images(call);
    Literal kernel = call.literal(1);
    if (kernel.rank() != in.rank()) {
      throw call.fault("expected a kernel for " + in + ", found a " + kernel);
    }
    int[] shape = Arrays.copyOfRange(kernel.dims(), 2, kernel.rank());
    int[] given = call.wholes("kernel_shape").orElse(shape);
    if (!Arrays.equals(given, shape)) {
      throw call.fault(
          "expected kernel_shape " + Arrays.toString(shape) + ", found " + Arrays.toString(given));
    }
    Window window = Window.of(call, in, shape);
    List<String> inputs = new ArrayList<>(List.of(in.tensor()));
    for (int i = 1; i <= 2; i++) {
      if (call.has(i)) {
        inputs.add(call.lowering().name(call.literal(i), true));
      }
    }
    Attributes attributes = window.attributes().with("group", (double) call.whole("group", 1));
    call.give(
        call.emit(
            "Conv", inputs, attributes, Kind.FLOAT, window.made(kernel.dims()[0], false), in));
  }

  private static void pool(Call call, String... attributes) {
    Flow in = images(call);
    if (call.whole("storage_order", 0) != 0) {
      throw call.fault("expected storage_order 0, found 1");
    }
    int[] shape =
        call.wholes("kernel_shape").orElseThrow(() -> call.fault("expected a kernel_shape"));
    Window window = Window.of(call, in, shape);
    Attributes all = window.attributes();
    if (call.op().equals("AveragePool") && !window.isDilated()) {
      all = window.undilated();
    }
    for (String name : attributes) {
      all = all.with(name, (double) call.whole(name, 0));
    }
    boolean ceil = call.whole("ceil_mode", 0) != 0;
    call.give(
        call.emit(
            call.op(), List.of(in.tensor()), all, in.kind(), window.made(in.dims()[1], ceil), in));
  }

  private static void global(Call call) {
    Flow in = images(call);
    int[] dims = in.dims().clone();
    Arrays.fill(dims, 2, dims.length, 1);
    call.give(call.emit(call.op(), List.of(in.tensor()), Attributes.none(), in.kind(), dims, in));
  }

  private static Flow images(Call call) {
    Flow flow = call.lowering().batchFirst(call, call.flow(0));
    if (flow.rank() < 3 || flow.rank() > 4) {
      throw call.fault(
          "expected [n, channels, length] or [n, channels, height, width], found "
              + flow
              + "; "
              + Lowering.BLACK_BOX);
    }
    return flow;
  }
}
