package io.github.onecurve.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactSumsTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void sumsAsBigIntegersDoHoweverTheyAreSharded(long seed) {
    Random random = new Random(seed);
    BigInteger[] expected = {BigInteger.ZERO, BigInteger.ZERO};
    ExactSums[] shards = {new ExactSums(2), new ExactSums(2), new ExactSums(2)};
    for (int n = 0; n < 3000; n++) {
      int i = random.nextInt(2);
      long a = random.nextLong() >> random.nextInt(64);
      long b = random.nextLong() >> (11 + random.nextInt(50));
      shards[random.nextInt(3)].add(i, a);
      shards[random.nextInt(3)].addProduct(i, a, b);
      expected[i] = expected[i].add(BigInteger.valueOf(a));
      expected[i] = expected[i].add(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)));
    }
    shards[2].add(shards[0]);
    shards[2].add(shards[1]);
    assertEquals(expected[0], shards[2].value(0));
    assertEquals(expected[1], shards[2].value(1));
    shards[2].add(shards[2]);
    assertEquals(expected[0].shiftLeft(1), shards[2].value(0));
  }

  @Test
  void holdTheEndsOfTheirRange() {
    ExactSums sums = new ExactSums(1);
    sums.addProduct(0, Long.MIN_VALUE, Long.MIN_VALUE);
    assertEquals(BigInteger.ONE.shiftLeft(126), sums.value(0));
    sums.addProduct(0, Long.MIN_VALUE, Long.MAX_VALUE);
    assertEquals(BigInteger.ONE.shiftLeft(63), sums.value(0));
    sums.add(0, -1);
    assertEquals(BigInteger.valueOf(Long.MAX_VALUE), sums.value(0));
  }

  @Test
  void refuseToOverflow() {
    ExactSums sums = new ExactSums(1);
    sums.addProduct(0, Long.MIN_VALUE, Long.MIN_VALUE);
    Exception refused = assertThrows(ArithmeticException.class, () -> sums.add(sums));
    assertEquals(
        "expected a sum within 128 bits, found one beyond;"
            + " sum fewer rows or use larger cost units",
        refused.getMessage());
    assertEquals(BigInteger.ONE.shiftLeft(126), sums.value(0));
  }

  @Test
  void refuseAShardOfOtherSums() {
    Refusal.of(
        () -> new ExactSums(2).add(new ExactSums(3)),
        "expected a shard of 2 sums, found one of 3; merge shards of the same sums only");
  }
}
