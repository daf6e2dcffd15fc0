package io.github.onecurve.report;

import io.github.onecurve.data.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A tensor by its shape and its row-major values. */
record TensorForm() implements Form {
  private static final RecordForm FORM = new RecordForm(Content.class);

  /** What a tensor is made of. */
  record Content(List<Integer> shape, List<Float> values) {
    Tensor tensor() {
      float[] numbers = new float[values.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = values.get(i);
      }
      return Tensor.of(numbers, shape.stream().mapToInt(axis -> axis).toArray());
    }
  }

  @Override
  public JsonNode write(Object value, String at) {
    Tensor tensor = (Tensor) value;
    List<Float> values = new ArrayList<>();
    for (int i = 0; i < tensor.size(); i++) {
      values.add(tensor.get(i));
    }
    return FORM.write(new Content(Arrays.stream(tensor.shape()).boxed().toList(), values), at);
  }

  @Override
  public Object read(Place place) {
    Content content = (Content) FORM.read(place);
    try {
      return content.tensor();
    } catch (IllegalArgumentException e) {
      throw new UnreadableBoardException(place.pointer(), e.getMessage(), e);
    }
  }
}
