package io.mailwright.operations.access;

import io.mailwright.kernel.error.Require;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Hashes passwords with PBKDF2-HMAC-SHA256 (RFC 8018) in 210,000 rounds, which costs about half a
 * second on purpose. Thread-safe.
 */
final class Passwords {
  static final int SHORTEST = 8;
  static final int LONGEST = 200;

  private static final String SCHEME = "pbkdf2-sha256";
  private static final int HASH_BITS = 256;
  private static final int SALT_BYTES = 16;

  private final SecureRandom random;
  private final int rounds;

  Passwords(SecureRandom random) {
    this(random, 210_000);
  }

  /** With fewer rounds in tests. */
  Passwords(SecureRandom random, int rounds) {
    this.random = random;
    this.rounds = rounds;
  }

  /** Refuses a password that is too short, too long or holds a control character. */
  static String check(String field, String password) {
    String given = password == null ? "" : password;
    if (given.length() < SHORTEST || given.length() > LONGEST) {
      throw Require.refused(field, "must have " + SHORTEST + " to " + LONGEST + " characters.");
    }
    if (given.chars().anyMatch(Character::isISOControl)) {
      throw Require.refused(field, "holds a control character or a line break. Remove it.");
    }
    return given;
  }

  /** A hash with a salt of its own, with all that is needed to verify it. */
  String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    Base64.Encoder text = Base64.getEncoder();
    return String.join(
        "$",
        SCHEME,
        Integer.toString(rounds),
        text.encodeToString(salt),
        text.encodeToString(derive(password, salt, rounds)));
  }

  /**
   * Whether a password belongs to a hash.
   *
   * @throws IllegalStateException if the stored hash is damaged
   */
  boolean matches(String password, String stored) {
    String[] parts = stored.split("\\$");
    if (parts.length != 4 || !parts[0].equals(SCHEME)) {
      throw new IllegalStateException("a stored password hash is damaged");
    }
    byte[] salt = Base64.getDecoder().decode(parts[2]);
    byte[] expected = Base64.getDecoder().decode(parts[3]);
    return MessageDigest.isEqual(expected, derive(password, salt, Integer.parseInt(parts[1])));
  }

  private static byte[] derive(String password, byte[] salt, int rounds) {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, HASH_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("PBKDF2 is not available", e);
    } finally {
      spec.clearPassword();
    }
  }
}
