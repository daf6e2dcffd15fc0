package io.github.onecurve.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 being taken over typed values; the same values in the same order give the same print.
 *
 * <p>Texts and arrays go in with their length before them, so that neighbours cannot be confused.
 * Floats go in as little-endian IEEE 754 bits with −0 as +0.
 */
public final class Fingerprint {
  private final MessageDigest digest;
  private byte[] scratch = new byte[512];

  private Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256, this one has not", e);
    }
  }

  /** A print over nothing yet. */
  public static Fingerprint start() {
    return new Fingerprint();
  }

  /** Adds a text. */
  public Fingerprint add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    digest.update(bytes);
    return this;
  }

  /** Adds a whole number. */
  public Fingerprint add(long value) {
    for (int i = 0; i < Long.BYTES; i++) {
      scratch[i] = (byte) (value >>> (8 * i));
    }
    digest.update(scratch, 0, Long.BYTES);
    return this;
  }

  /** Adds a number, −0 as +0. */
  public Fingerprint add(double value) {
    return add(Double.doubleToLongBits(value + 0.0));
  }

  /** Adds bytes. */
  public Fingerprint add(byte[] bytes) {
    add(bytes.length);
    digest.update(bytes);
    return this;
  }

  /** Adds floats with their number before them. */
  public Fingerprint add(float[] values) {
    return add(values.length).add(values, 0, values.length);
  }

  /** Adds part of an array of floats, without its length. */
  public Fingerprint add(float[] values, int from, int length) {
    if (scratch.length < 4 * length) {
      scratch = new byte[4 * length];
    }
    byte[] bytes = scratch;
    for (int i = 0; i < length; i++) {
      int bits = Float.floatToIntBits(values[from + i] + 0f);
      bytes[4 * i] = (byte) bits;
      bytes[4 * i + 1] = (byte) (bits >> 8);
      bytes[4 * i + 2] = (byte) (bits >> 16);
      bytes[4 * i + 3] = (byte) (bits >> 24);
    }
    digest.update(bytes, 0, 4 * length);
    return this;
  }

  /** Adds whole numbers with their number before them. */
  public Fingerprint add(int[] values) {
    add(values.length);
    for (int value : values) {
      add(value);
    }
    return this;
  }

  /** The print as 32 bytes; the print starts anew after this. */
  byte[] bytes() {
    return digest.digest();
  }

  /** The print as 64 hexadecimal digits; the print starts anew after this. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The first 8 bytes of the print as a number (big-endian); the print starts anew after this. */
  public long key() {
    return ByteBuffer.wrap(digest.digest()).getLong();
  }
}
