/** Programs that use OneCurve as its users do. */
package io.github.onecurve.examples;
