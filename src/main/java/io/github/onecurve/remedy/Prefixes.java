package io.github.onecurve.remedy;

import io.github.onecurve.data.Rows;
import io.github.onecurve.network.Network;
import io.github.onecurve.network.Trunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What edits of late layers leave as it is of a network's way through some rows: computed by the
 * first of several edits of the same parameters and kept for the others.
 *
 * <p>Kept of as many blocks of rows as fit a bound; the others run whole. Any number of threads may
 * ask.
 */
final class Prefixes {
  private static final int BLOCK = 1024;

  private final Rows rows;
  private final Network network;
  private final long mostBytes;
  private final Map<Set<String>, Kept> kept = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();

  /** What is kept for edits of some parameters, of the first blocks; made once. */
  private static final class Kept {
    private List<Trunk> trunks;

    synchronized List<Trunk> made(Supplier<List<Trunk>> maker) {
      if (trunks == null) {
        trunks = maker.get();
      }
      return trunks;
    }
  }

  /**
   * Nothing kept yet.
   *
   * @param mostBytes the most that is kept in all
   */
  Prefixes(Rows rows, Network network, long mostBytes) {
    this.rows = rows;
    this.network = network;
    this.mostBytes = mostBytes;
  }

  /** The bytes that are kept. */
  long bytes() {
    return bytes.get();
  }

  /** The logits of an edit of the network, {@code [n, classes]}, the same bits as its own. */
  float[] logits(Network edited) {
    Set<String> parameters = Set.copyOf(network.differing(edited));
    List<Trunk> trunks =
        kept.computeIfAbsent(parameters, key -> new Kept()).made(() -> trunks(parameters));
    int classes = edited.classes();
    float[] logits = new float[rows.size() * classes];
    for (int from = 0; from < rows.size(); from += BLOCK) {
      int block = from / BLOCK;
      float[] some =
          block < trunks.size()
              ? trunks.get(block).logits(edited)
              : edited.logits(inputs(block), size(block));
      System.arraycopy(some, 0, logits, from * classes, some.length);
    }
    return logits;
  }

  /** As many blocks as fit; none where all nodes are reached by the edits. */
  private List<Trunk> trunks(Set<String> parameters) {
    List<Trunk> trunks = new ArrayList<>();
    for (int block = 0; block * BLOCK < rows.size() && bytes.get() < mostBytes; block++) {
      Trunk trunk = network.trunk(parameters, inputs(block), size(block));
      if (trunk.nodes() == 0) {
        return List.of();
      }
      if (bytes.addAndGet(trunk.bytes()) > mostBytes) {
        bytes.addAndGet(-trunk.bytes());
        break;
      }
      trunks.add(trunk);
    }
    return List.copyOf(trunks);
  }

  private float[] inputs(int block) {
    float[] inputs = new float[size(block) * rows.width()];
    rows.copyInputs(block * BLOCK, block * BLOCK + size(block), inputs);
    return inputs;
  }

  private int size(int block) {
    return Math.min(BLOCK, rows.size() - block * BLOCK);
  }
}
