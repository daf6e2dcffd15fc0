package io.github.onecurve.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.onecurve.data.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Networks whose inputs are tokens. */
class TokensTest {
  private static final Network NETWORK =
      Network.builder("tokens", 2)
          .parameter("table", Tensor.of(new float[] {0, 1, 10, 11, 20, 21}, 3, 2))
          .node(
              new Node("emb", "Gather", List.of("table", "tokens"), "embedding", Attributes.none()))
          .then("Flatten", "logits")
          .build();

  @Test
  void tokensChooseEntriesAndNegativeOnesCountFromTheEnd() {
    assertArrayEquals(new float[] {20, 21, 0, 1}, NETWORK.logits(new float[] {2, 0}, 1));
    assertArrayEquals(new float[] {20, 21, 0, 1}, NETWORK.logits(new float[] {-1, -3}, 1));
  }

  @Test
  void gradientsOfEntriesAddUpOverTokens() {
    try (Run run = NETWORK.on(new float[] {2, 2, 0, 2}, 2)) {
      Map<String, Tensor> slopes =
          run.parameterGradients(new float[] {1, 2, 10, 20, 100, 200, 1000, 2000});
      assertEquals(Tensor.of(new float[] {100, 200, 0, 0, 1011, 2022}, 3, 2), slopes.get("table"));
      assertArrayEquals(
          new float[] {1, 2, 10, 20, 3, 4, 5, 6},
          run.gradient(NETWORK.site("embedding"), new float[] {1, 2, 10, 20, 3, 4, 5, 6}));
    }
  }

  @Test
  void whatIsNoTokenIsNamedByRowPositionAndValue() {
    assertEquals(
        "expected \"tokens\" to hold whole numbers in [-3, 3), the places of a vocabulary of 3,"
            + " found 3.0 in row 1, position 0",
        message(0, 1, 3, 2));
    assertEquals(
        "expected \"tokens\" to hold whole numbers in [-3, 3), the places of a vocabulary of 3,"
            + " found 0.5 in row 0, position 1",
        message(0, 0.5f));
    assertEquals(
        "expected \"tokens\" to hold whole numbers in [-3, 3), the places of a vocabulary of 3,"
            + " found -4.0 in row 0, position 0",
        message(-4, 0));
    float[] many = new float[2 * 3000];
    many[2 * 2777 + 1] = 7;
    assertEquals(
        "expected \"tokens\" to hold whole numbers in [-3, 3), the places of a vocabulary of 3,"
            + " found 7.0 in row 2777, position 1",
        message(many));
  }

  private static String message(float... tokens) {
    return assertThrows(
            IllegalArgumentException.class, () -> NETWORK.logits(tokens, tokens.length / 2))
        .getMessage();
  }

  @Test
  void tokensHaveNoGradientButTheirEmbeddingHas() {
    UnsupportedOperationException none =
        assertThrows(
            UnsupportedOperationException.class,
            () -> NETWORK.inputGradient(new float[] {1, 2}, 1, logits -> logits));
    assertEquals(
        "the input \"tokens\" has no gradient, as it is only read as indices or conditions: take"
            + " the gradient at the embedding, among what is made of it [embedding], as by"
            + " on(rows).gradient(site(\"embedding\"), …)",
        none.getMessage());
  }

  @Test
  void whatIsAlsoReadAsANumberHasAGradient() {
    Network mixed =
        Network.builder("x", 3)
            .parameter("half", Tensor.of(new float[] {0.5f}))
            .node(new Node("", "Greater", List.of("x", "half"), "large", Attributes.none()))
            .node(new Node("", "Mul", List.of("x", "large"), "y", Attributes.none()))
            .build();
    float[] slope = mixed.inputGradient(new float[] {0.2f, 0.7f, 2}, 1, logits -> logits.clone());
    assertArrayEquals(new float[] {0, 0.7f, 2}, slope);
    Network masked =
        Network.builder("x", 3)
            .node(new Node("", "Cast", List.of("x"), "c", Attributes.none().with("to", "int")))
            .then("Neg", "y")
            .build();
    assertThrows(
        UnsupportedOperationException.class,
        () -> masked.inputGradient(new float[3], 1, logits -> Arrays.copyOf(logits, 3)));
  }
}
