package io.github.onecurve.network;

/**
 * Where a network can be read, patched and differentiated while a batch runs.
 *
 * <p>A {@link Site} is a whole tensor or one number of its rows, a {@link Section} is what lies at
 * some indices of some axes, such as a channel, a head or a position, and an {@link Edge} is either
 * of them as one reader sees it.
 */
public sealed interface Place permits Site, Section, Edge {
  /** The name of the tensor that it lies in. */
  String tensor();
}
