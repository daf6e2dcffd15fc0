/**
 * The white box: a network as an immutable graph of named float32 tensors that can be read,
 * patched, differentiated, edited and trained.
 *
 * <p>Here live the graph, its kernels and buffers, and the trainer. What decides where to cut a
 * network (surgery), what a finding means and file formats must not enter.
 */
package io.github.onecurve.network;
