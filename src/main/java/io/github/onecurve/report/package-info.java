/**
 * Showing: a board as JSON that reads back equal, and as text.
 *
 * <p>The only room that imports Jackson; nothing here computes a number that the judge did not
 * measure, and no array of the backend enters.
 */
package io.github.onecurve.report;
