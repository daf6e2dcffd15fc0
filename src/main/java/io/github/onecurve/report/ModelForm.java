package io.github.onecurve.report;

import io.github.onecurve.remedy.RecordedModel;
import tools.jackson.databind.JsonNode;

/** A model by the print of its logits; what is read back is that print, and refuses to run. */
record ModelForm() implements Form {
  private static final RecordForm FORM = new RecordForm(RecordedModel.class);

  @Override
  public JsonNode write(Object value, String at) {
    if (!(value instanceof RecordedModel)) {
      throw new IllegalArgumentException(
          "expected a recorded model at "
              + at
              + ", found a "
              + value.getClass().getName()
              + ": put remedy.recorded(print) on the board, as the judge does");
    }
    return FORM.write(value, at);
  }

  @Override
  public Object read(Place place) {
    return FORM.read(place);
  }
}
