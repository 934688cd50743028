package io.mailwright.feedback.evidence;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The bytes of a mail that came back, packed. Of a mail that is too big its beginning is kept,
 * which is where a notice says what it says. Immutable.
 */
public final class RawMail {
  /** Octets that are kept at most, packed. */
  public static final int MOST_PACKED = 2 * 1024 * 1024;

  /** Octets that are read at most. */
  public static final int MOST = 32 * 1024 * 1024;

  /** Of so many octets the identity is made; more of them differ only where these do. */
  private static final int OF_IDENTITY = 1024 * 1024;

  private static final int STEP = 8 * 1024;

  private final byte[] packed;
  private final long size;
  private final boolean isWhole;
  private final String identity;

  RawMail(byte[] packed, long size, boolean isWhole, String identity) {
    this.packed = packed;
    this.size = size;
    this.isWhole = isWhole;
    this.identity = identity;
  }

  /**
   * Reads a mail to its end, or as far as is kept.
   *
   * @throws IOException if the source fails
   */
  public static RawMail read(InputStream source) throws IOException {
    MessageDigest digest = sha256();
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    long size = 0;
    boolean isWhole = false;
    try (GZIPOutputStream packer = new GZIPOutputStream(kept, STEP)) {
      byte[] step = new byte[STEP];
      while (!isWhole && size < MOST && kept.size() < MOST_PACKED) {
        int n = source.readNBytes(step, 0, STEP);
        isWhole = n < STEP;
        packer.write(step, 0, n);
        digest.update(step, 0, (int) Math.max(0, Math.min(n, OF_IDENTITY - size)));
        size += n;
      }
    }
    return new RawMail(
        kept.toByteArray(), size, isWhole, HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }

  /** What is kept of the mail, from its beginning. */
  public InputStream open() {
    try {
      return new GZIPInputStream(new ByteArrayInputStream(packed), STEP);
    } catch (IOException e) {
      throw new UncheckedIOException("a stored mail cannot be unpacked", e);
    }
  }

  byte[] packed() {
    return packed;
  }

  /** Octets of the mail that are kept, unpacked. */
  public long size() {
    return size;
  }

  /** Whether that is all of it. */
  public boolean isWhole() {
    return isWhole;
  }

  /** The same for the same bytes: 64 hexadecimal digits. */
  public String identity() {
    return identity;
  }
}
