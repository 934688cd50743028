package io.mailwright.feedback.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What an unsubscribe link says.
 *
 * @param campaignId whose mail it came with
 * @param emailKey the recipient's normalised address
 */
public record UnsubscribeToken(long campaignId, String emailKey) {
  byte[] toBytes() {
    byte[] address = emailKey.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + address.length)
        .putLong(campaignId)
        .put(address)
        .array();
  }

  static Optional<UnsubscribeToken> of(byte[] content) {
    if (content.length <= Long.BYTES) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(content);
    long campaignId = buffer.getLong();
    return Optional.of(
        new UnsubscribeToken(
            campaignId,
            new String(content, Long.BYTES, content.length - Long.BYTES, StandardCharsets.UTF_8)));
  }
}
