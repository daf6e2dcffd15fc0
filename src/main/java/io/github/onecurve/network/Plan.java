package io.github.onecurve.network;

import io.github.onecurve.data.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A graph made ready to run; shared by all networks that differ in their parameters' values only.
 *
 * <p>A batch runs chunk by chunk, each small enough for what a pass touches to stay in a core's
 * cache. How a batch is cut hangs on the graph and the number of rows alone, so that sums over
 * chunks have the same bits everywhere.
 */
final class Plan {
  /** Rows of exact products come in tiles of so many. */
  private static final int TILE = 16;

  private static final int MOST_ROWS = 256;
  private static final int CACHED_NUMBERS = 1 << 18;
  private static final long CHUNK_WORK = 8L << 20;
  private static final long WORTH_HELP = 4L << 20;
  private static final int WORK_PER_NUMBER = 4;
  private static final int KEPT_FRAMES = 32;
  private static final long KEPT_NUMBERS = 16L << 20;

  private final Map<String, Integer> tensors = new LinkedHashMap<>();
  private final List<int[]> rowShapes = new ArrayList<>();
  private final List<Operation> operations = new ArrayList<>();
  private final List<String> parameters;
  private final int[] widths;
  private final int[][] reads;
  private final int[][] readParameters;
  private final int[][] begins;
  private final Layout forward;
  private final Layout backward;
  private final long workPerRow;
  private final int chunkRows;
  private final ConcurrentLinkedDeque<Frame> idleFrames = new ConcurrentLinkedDeque<>();
  private final AtomicInteger frames = new AtomicInteger();
  private final ConcurrentLinkedDeque<Stripe> idleStripes = new ConcurrentLinkedDeque<>();
  private final AtomicLong striped = new AtomicLong();

  /** Tensor 0 is the input; node i makes tensor i + 1. */
  Plan(String input, int[] rowShape, List<Node> nodes, Map<String, Tensor> values) {
    parameters = List.copyOf(values.keySet());
    tensors.put(input, 0);
    rowShapes.add(rowShape.clone());
    for (Node node : nodes) {
      Resolver resolver = new Resolver(this, node, values);
      Operation operation = resolver.resolve();
      tensors.put(node.output(), tensors.size());
      rowShapes.add(resolver.rowShape());
      operations.add(operation);
    }
    widths = rowShapes.stream().mapToInt(Plan::width).toArray();
    reads = nodes.stream().map(node -> numbers(node, tensors)).toArray(int[][]::new);
    Map<String, Integer> numbered = new LinkedHashMap<>();
    parameters.forEach(name -> numbered.put(name, numbered.size()));
    readParameters = nodes.stream().map(node -> numbers(node, numbered)).toArray(int[][]::new);
    int[] lastReader = lastReader(reads);
    if (lastReader[0] == reads.length) {
      throw new IllegalArgumentException(
          "expected a node that reads the input \""
              + input
              + "\" on the way to \""
              + nodes.get(nodes.size() - 1).output()
              + "\", found none: every row would get the same answer");
    }
    begins =
        IntStream.range(0, reads.length)
            .mapToObj(node -> readLast(reads[node], node, lastReader))
            .toArray(int[][]::new);
    forward = Layout.forward(widths, reads, lastReader, operations);
    backward = Layout.backward(widths, begins);
    workPerRow = workPerRow(values);
    long most = Math.min(CACHED_NUMBERS / forward.width(), CHUNK_WORK / workPerRow);
    chunkRows = (int) Math.max(TILE, Math.min(MOST_ROWS, most / TILE * TILE));
  }

  static int width(int[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** The number of a tensor of the batch, or −1. */
  int tensor(String name) {
    return tensors.getOrDefault(name, -1);
  }

  /** The number of a parameter, or −1. */
  int parameter(String name) {
    return parameters.indexOf(name);
  }

  List<String> tensors() {
    return List.copyOf(tensors.keySet());
  }

  List<String> parameters() {
    return parameters;
  }

  List<Operation> operations() {
    return operations;
  }

  int[] rowShape(int tensor) {
    return rowShapes.get(tensor);
  }

  int width(int tensor) {
    return width(rowShapes.get(tensor));
  }

  int output() {
    return operations.size();
  }

  /** The tensors that a node reads, each once. */
  int[] reads(int node) {
    return reads[node];
  }

  /** The parameters that a node reads, each once. */
  int[] readParameters(int node) {
    return readParameters[node];
  }

  /** Whether the output's gradient can flow to a tensor: not to what is only an index. */
  boolean carriesSlope(int tensor) {
    boolean[] carries = new boolean[operations.size() + 1];
    carries[output()] = true;
    for (int node = operations.size() - 1; node >= 0; node--) {
      for (int read : reads[node]) {
        carries[read] |= carries[node + 1] && operations.get(node).passes(read);
      }
    }
    return carries[tensor];
  }

  /** The numbers of all tensors of a row. */
  long rowNumbers() {
    return Arrays.stream(widths).asLongStream().sum();
  }

  /** How a batch of so many rows is cut into chunks. */
  Cut cut(int rows) {
    int chunks = Cut.ceil(rows, chunkRows);
    int even = Cut.ceil(Cut.ceil(rows, chunks), TILE) * TILE;
    return new Cut(rows, Math.min(even, rows));
  }

  /** Whether some rows are so much work that other threads should help. */
  boolean worthHelp(int rows) {
    return rows * workPerRow >= WORTH_HELP;
  }

  /** A frame; to be given back. */
  Frame borrow() {
    Frame frame = idleFrames.pollFirst();
    if (frame == null) {
      return new Frame(widths, parameters.size());
    }
    frames.decrementAndGet();
    return frame;
  }

  void giveBack(Frame frame) {
    frame.rest();
    if (frames.incrementAndGet() <= KEPT_FRAMES) {
      idleFrames.addFirst(frame);
    } else {
      frames.decrementAndGet();
      frame.free();
    }
  }

  /** Room for the values of at least so many rows; to be given back. */
  Stripe borrow(int rows) {
    Stripe stripe = idleStripes.pollFirst();
    if (stripe != null) {
      striped.addAndGet(-stripe.size());
      if (stripe.rows() >= rows) {
        return stripe;
      }
    }
    return Stripe.full(widths, roomFor(rows));
  }

  void giveBack(Stripe stripe) {
    long size = stripe.size();
    if (striped.addAndGet(size) <= KEPT_NUMBERS) {
      idleStripes.addFirst(stripe);
    } else {
      striped.addAndGet(-size);
    }
  }

  /** The numbers that idle stripes hold. */
  long idleNumbers() {
    return striped.get();
  }

  void trim() {
    for (Frame frame = idleFrames.pollFirst(); frame != null; frame = idleFrames.pollFirst()) {
      frames.decrementAndGet();
      frame.free();
    }
    for (Stripe stripe = idleStripes.pollFirst();
        stripe != null;
        stripe = idleStripes.pollFirst()) {
      striped.addAndGet(-stripe.size());
    }
  }

  /** Gives a frame room for the values of a chunk, in buffers that tensors share. */
  void holdValues(Frame frame, int rows) {
    frame.holdValues(forward, roomFor(rows));
  }

  /** Gives a frame room for the gradients of a chunk, in buffers that tensors share. */
  void holdGradients(Frame frame, int rows) {
    frame.holdGradients(backward, roomFor(rows));
  }

  /** Runs every node after the one that makes tensor {@code from}. */
  void forward(Frame frame, Weight[] weights, int n, int from) {
    for (int node = from; node < operations.size(); node++) {
      operations.get(node).forward(frame, weights, n);
    }
  }

  /**
   * From the gradient at the output, which must be in place, to those of tensor {@code to} and all
   * between.
   */
  void backward(Frame frame, Weight[] weights, int n, int to) {
    for (int node = operations.size() - 1; node >= to; node--) {
      begin(frame, n, node);
      operations.get(node).backward(frame, weights, n);
    }
  }

  /** Sets to 0 the gradients that a node is the first to add to on the way back. */
  void begin(Frame frame, int n, int node) {
    for (int tensor : begins[node]) {
      Arrays.fill(frame.gradients[tensor], 0, n * widths[tensor], 0);
    }
  }

  /** So that few sizes are asked for: the next power of two, at most what a chunk has. */
  private int roomFor(int rows) {
    int power = Integer.highestOneBit(Math.max(1, 2 * rows - 1));
    return Math.max(rows, Math.min(power, chunkRows));
  }

  private long workPerRow(Map<String, Tensor> values) {
    long work = 0;
    for (int node = 0; node < operations.size(); node++) {
      Operation operation = operations.get(node);
      work += operation.products() + (long) WORK_PER_NUMBER * widths[node + 1];
      if (operation.matrix() >= 0) {
        work += operation.uses() * values.get(parameters.get(operation.matrix())).size();
      }
    }
    return Math.max(1, work);
  }

  private static int[] numbers(Node node, Map<String, Integer> known) {
    return node.inputs().stream()
        .filter(known::containsKey)
        .mapToInt(known::get)
        .distinct()
        .toArray();
  }

  private static int[] lastReader(int[][] reads) {
    int[] last = new int[reads.length + 1];
    Arrays.fill(last, reads.length);
    for (int node = 0; node < reads.length; node++) {
      for (int tensor : reads[node]) {
        last[tensor] = node;
      }
    }
    return last;
  }

  private static int[] readLast(int[] reads, int node, int[] lastReader) {
    return Arrays.stream(reads).filter(tensor -> lastReader[tensor] == node).toArray();
  }
}
