/**
 * Grading: carries every remedy out, prices the resulting systems on sealed rows under one table of
 * stakes, and puts them on one board.
 *
 * <p>The judge does not know which producer spoke; no producer enters this room.
 */
package io.github.onecurve.judge;
