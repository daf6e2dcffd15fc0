/**
 * Grading: carries every remedy out, prices the resulting systems on sealed rows under one table of
 * stakes, and puts them on one board.
 *
 * <p>A {@link io.github.onecurve.judge.Ledger} remembers which rows were opened by which audit, so
 * that rows which one board has shown credit nothing on another. It is the only file that this room
 * writes, and only where the user said.
 *
 * <p>The judge does not know which producer spoke; no producer enters this room.
 */
package io.github.onecurve.judge;
