package io.mailwright.delivery.courier;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** A password or token that does not show itself in logs, messages and dumps of records. */
public final class Secret {
  private final char[] value;

  /**
   * @param value copied
   */
  public Secret(char[] value) {
    this.value = value.clone();
  }

  /** A secret from a string. */
  public static Secret of(String value) {
    return new Secret(value.toCharArray());
  }

  /** The value itself, for the one place that hands it to the server. */
  public String reveal() {
    return new String(value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && MessageDigest.isEqual(bytes(), that.bytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** Never the value. */
  @Override
  public String toString() {
    return "********";
  }

  private byte[] bytes() {
    return new String(value).getBytes(StandardCharsets.UTF_8);
  }
}
