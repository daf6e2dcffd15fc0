package io.github.onecurve.network;

/**
 * Gather of a parameter's entries by the whole numbers of a tensor: an embedding of tokens.
 *
 * @param tokens tensor of whole numbers; negative ones count from the end
 * @param table parameter {@code [vocabulary, …]}
 * @param out tensor y, {@code [n, tokens of a row, …]}
 * @param vocabulary the number of entries
 * @param name what the tokens are called, for messages
 */
record Lookup(int tokens, Operand table, int out, int vocabulary, String name)
    implements Operation {
  @Override
  public boolean passes(int tensor) {
    return false;
  }

  @Override
  public void forward(Frame frame, Weight[] weights, int n) {
    float[] ids = frame.values[tokens];
    float[] entries = table.values(frame, weights);
    float[] y = frame.values[out];
    int width = table.size() / vocabulary;
    int count = n * frame.width(tokens);
    for (int i = 0; i < count; i++) {
      System.arraycopy(entries, entry(frame, ids, i) * width, y, i * width, width);
    }
  }

  @Override
  public void backward(Frame frame, Weight[] weights, int n) {
    float[] d = table.gradient(frame);
    if (d == null) {
      return;
    }
    float[] ids = frame.values[tokens];
    int width = table.size() / vocabulary;
    int count = n * frame.width(tokens);
    for (int i = 0; i < count; i++) {
      Loops.add(1, frame.gradients[out], i * width, d, entry(frame, ids, i) * width, width);
    }
    table.settle(frame, d);
  }

  private int entry(Frame frame, float[] ids, int i) {
    float id = ids[i];
    int whole = (int) id;
    if (whole != id || whole < -vocabulary || whole >= vocabulary) {
      int width = frame.width(tokens);
      throw new IllegalArgumentException(
          String.format(
              "expected \"%s\" to hold whole numbers in [-%d, %d), the places of a vocabulary of"
                  + " %d, found %s in row %d, position %d",
              name, vocabulary, vocabulary, vocabulary, id, frame.firstRow + i / width, i % width));
    }
    return whole < 0 ? whole + vocabulary : whole;
  }
}
