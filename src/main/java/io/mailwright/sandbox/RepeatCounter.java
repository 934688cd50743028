package io.mailwright.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Counts the tries of one mail to one recipient, told apart by the address in lower case and the
 * Message-ID. Remembers the last 100,000 pairs by a 128-bit digest, so long ids cost no more; an
 * older pair counts anew. Thread-safe.
 */
final class RepeatCounter {
  private static final int REMEMBERED = 100_000;

  private final Map<Pair, Integer> tries =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Integer> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Pair(long high, long low) {
    static Pair of(String recipient, String messageId) {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(recipient.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        ByteBuffer hash =
            ByteBuffer.wrap(digest.digest(messageId.getBytes(StandardCharsets.UTF_8)));
        return new Pair(hash.getLong(), hash.getLong());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java has SHA-256", e);
      }
    }
  }

  /** Counts one more try and answers which one it is, from 1. */
  synchronized int count(String recipient, String messageId) {
    return tries.merge(Pair.of(recipient, messageId), 1, Integer::sum);
  }
}
