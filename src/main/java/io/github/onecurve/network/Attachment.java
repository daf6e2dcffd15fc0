package io.github.onecurve.network;

import io.github.onecurve.data.Fingerprint;

/** The bytes that a network was read from, kept so that an edited network can be written back. */
public final class Attachment {
  private final String kind;
  private final byte[] bytes;
  private final String fingerprint;

  private Attachment(String kind, byte[] bytes) {
    this.kind = kind;
    this.bytes = bytes;
    this.fingerprint = Fingerprint.start().add(kind).add(bytes).hex();
  }

  /** Bytes of a kind, such as {@code "onnx"}; copied. */
  public static Attachment of(String kind, byte[] bytes) {
    return new Attachment(kind, bytes.clone());
  }

  /** What reads these bytes. */
  public String kind() {
    return kind;
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** SHA-256 over kind and bytes, 64 hexadecimal digits. */
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public String toString() {
    return bytes.length + " bytes of " + kind;
  }
}
