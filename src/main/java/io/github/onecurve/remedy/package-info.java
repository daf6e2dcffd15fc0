/**
 * Acting: the closed algebra of remedies, the workshop that carries one out and the deployment that
 * comes out of it.
 *
 * <p>A remedy is plain data that can be read, hashed and replayed. What is learnt about a model
 * (producers) and what an act is worth (the judge) do not enter here.
 */
package io.github.onecurve.remedy;
