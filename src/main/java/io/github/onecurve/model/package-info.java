/**
 * The contracts between OneCurve and a model: what can be asked of one, what can train one, and
 * what is being audited.
 *
 * <p>No implementation of a network, no statistics and no judgement enter here.
 */
package io.github.onecurve.model;
