/**
 * Worlds with a planted fault whose truth is known, to prove the house on.
 *
 * <p>What is here uses the house as a user would; nothing of the house may know it.
 */
package io.github.onecurve.proving;
