package io.github.onecurve.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactSumTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void sumsAsBigIntegersDoHoweverItIsSharded(long seed) {
    Random random = new Random(seed);
    BigInteger expected = BigInteger.ZERO;
    ExactSum[] shards = {new ExactSum(), new ExactSum(), new ExactSum()};
    for (int i = 0; i < 3000; i++) {
      long a = random.nextLong() >> random.nextInt(64);
      long b = random.nextLong() >> (11 + random.nextInt(50));
      shards[random.nextInt(3)].add(a);
      shards[random.nextInt(3)].addProduct(a, b);
      expected = expected.add(BigInteger.valueOf(a));
      expected = expected.add(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)));
    }
    shards[2].add(shards[0]);
    shards[2].add(shards[1]);
    assertEquals(expected, shards[2].value());
    assertEquals(expected.toString(), shards[2].toString());
    shards[2].add(shards[2]);
    assertEquals(expected.shiftLeft(1), shards[2].value());
  }

  @Test
  void holdsTheEndsOfItsRange() {
    ExactSum sum = new ExactSum();
    sum.addProduct(Long.MIN_VALUE, Long.MIN_VALUE);
    assertEquals(BigInteger.ONE.shiftLeft(126), sum.value());
    sum.addProduct(Long.MIN_VALUE, Long.MAX_VALUE);
    assertEquals(BigInteger.ONE.shiftLeft(63), sum.value());
    sum.add(-1);
    assertEquals(BigInteger.valueOf(Long.MAX_VALUE), sum.value());
  }

  @Test
  void refusesToOverflow() {
    ExactSum sum = new ExactSum();
    sum.addProduct(Long.MIN_VALUE, Long.MIN_VALUE);
    Exception refused = assertThrows(ArithmeticException.class, () -> sum.add(sum));
    assertEquals(
        "expected a sum within 128 bits, found one beyond;"
            + " sum fewer rows or use larger cost units",
        refused.getMessage());
    assertEquals(BigInteger.ONE.shiftLeft(126), sum.value());
  }
}
