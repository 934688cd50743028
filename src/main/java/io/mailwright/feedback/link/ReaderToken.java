package io.mailwright.feedback.link;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * What a link says by which a reader is noticed.
 *
 * @param campaignId whose mail it came with
 * @param deliveryId which mail; 0: nobody's, as in a trial
 * @param sentAt when the mail was made, which is when it was sent or a little before; whole seconds
 * @param link the link's number in the template; 0: the picture
 * @param isPrivate whether nothing may be kept that tells where the reader is
 * @param target where it leads; empty for the picture
 */
public record ReaderToken(
    long campaignId, long deliveryId, Instant sentAt, int link, boolean isPrivate, String target) {
  /** The link number of the picture. */
  public static final int PICTURE = 0;

  private static final int LONGEST_NUMBER = 9;

  byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(32 + target.length());
    number(campaignId, out);
    number(deliveryId, out);
    number(sentAt.getEpochSecond(), out);
    number(((long) link << 1) | (isPrivate ? 1 : 0), out);
    out.writeBytes(target.getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  static Optional<ReaderToken> of(byte[] content) {
    ByteBuffer in = ByteBuffer.wrap(content);
    long campaignId = number(in);
    long deliveryId = number(in);
    long sentAt = number(in);
    long link = number(in);
    if (campaignId <= 0 || deliveryId < 0 || sentAt < 0 || link < 0 || link > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    String target =
        new String(content, in.position(), content.length - in.position(), StandardCharsets.UTF_8);
    return Optional.of(
        new ReaderToken(
            campaignId,
            deliveryId,
            Instant.ofEpochSecond(sentAt),
            (int) (link >> 1),
            (link & 1) == 1,
            target));
  }

  /** Seven bits an octet, the lowest first; the last octet has no high bit. */
  private static void number(long value, ByteArrayOutputStream out) {
    long rest = value;
    while (rest > 0x7F) {
      out.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /** -1 if there is none. */
  private static long number(ByteBuffer in) {
    long value = 0;
    for (int i = 0; i < LONGEST_NUMBER && in.hasRemaining(); i++) {
      byte octet = in.get();
      value |= (long) (octet & 0x7F) << (7 * i);
      if (octet >= 0) {
        return value;
      }
    }
    return -1;
  }
}
