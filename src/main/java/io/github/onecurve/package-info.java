/**
 * The front door: an audit in a dozen lines.
 *
 * <p>This room wires the others and holds no method of its own for learning, acting or grading.
 */
package io.github.onecurve;
