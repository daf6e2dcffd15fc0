/**
 * The dataset-bias audit: which kind of row the training rows hold too few of, measured against the
 * rows of deployment.
 *
 * <p>The data alone name the group; no other producer and nothing that grades enters here.
 */
package io.github.onecurve.producer.bias;
