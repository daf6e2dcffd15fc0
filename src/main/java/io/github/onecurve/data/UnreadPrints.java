package io.github.onecurve.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Cells that serve as nothing: all that is kept of a row's is a print of 128 bits. */
final class UnreadPrints {
  private final List<String> names;
  private final int[] places;
  private final Fingerprint print = Fingerprint.start();
  private long[] prints = new long[128];
  private int size;

  /** Prints over some columns of a table, whatever their order in it. */
  UnreadPrints(List<String> header, List<String> columns) {
    this.names = columns.stream().sorted(TextOrder.BY_CODE_POINT).toList();
    this.places = names.stream().mapToInt(header::indexOf).toArray();
  }

  /** Takes the next row. */
  void read(IntFunction<String> cells) {
    if (places.length == 0) {
      return;
    }
    for (int i = 0; i < places.length; i++) {
      print.add(names.get(i)).add(cells.apply(places[i]));
    }
    ByteBuffer bytes = ByteBuffer.wrap(print.bytes());
    if (size == prints.length) {
      prints = Arrays.copyOf(prints, 2 * size);
    }
    prints[size++] = bytes.getLong();
    prints[size++] = bytes.getLong();
  }

  /** Two longs a row; none where there are no such columns. */
  long[] prints() {
    return Arrays.copyOf(prints, size);
  }
}
