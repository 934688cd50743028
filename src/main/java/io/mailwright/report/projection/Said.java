package io.mailwright.report.projection;

import io.mailwright.delivery.policy.Refusal;
import io.mailwright.delivery.policy.RefusalReason;
import io.mailwright.delivery.policy.ReplyClassifier;
import io.mailwright.kernel.smtp.EnhancedStatus;
import io.mailwright.kernel.text.Cut;
import jakarta.annotation.Nullable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something that was said of mails, the same for all that differ in addresses and numbers only.
 *
 * @param digest stands for cause and text
 * @param cause why, by the rules of replies; empty where no server spoke
 */
record Said(long digest, String cause, String text) {
  private static final int LONGEST_TEXT = 1000;

  /** Stands for all that is not counted by itself. */
  static final Said OTHER = new Said(0, "", Gist.GAP);

  private static Said of(String cause, String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((cause + "\n" + text).getBytes(StandardCharsets.UTF_8));
      return new Said(ByteBuffer.wrap(hash).getLong() | 1, cause, text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }

  /** Finds out what was said, remembering the last few thousand. Not thread-safe. */
  static final class Reader {
    private static final int MOST = 5000;

    private record Raw(OptionalInt code, String status, String words) {}

    private final ReplyClassifier rules;
    private final Map<Raw, Said> known =
        new LinkedHashMap<>(256, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Raw, Said> eldest) {
            return size() > MOST;
          }
        };

    Reader(ReplyClassifier rules) {
      this.rules = rules;
    }

    /** A server's reply. */
    Said reply(int code, @Nullable String status, @Nullable String words) {
      return known.computeIfAbsent(
          new Raw(OptionalInt.of(code), status == null ? "" : status, words == null ? "" : words),
          this::judged);
    }

    /** What no server said. */
    Said words(@Nullable String words) {
      return known.computeIfAbsent(
          new Raw(OptionalInt.empty(), "", words == null ? "" : words),
          raw -> Said.of("", text("", raw.words())));
    }

    private Said judged(Raw raw) {
      RefusalReason reason =
          rules
              .judge(
                  new Refusal(
                      raw.status().isEmpty()
                          ? Optional.empty()
                          : EnhancedStatus.leading(raw.status()),
                      raw.code(),
                      Refusal.Place.SESSION,
                      raw.words()))
              .reason();
      return Said.of(
          reason.code(), text(raw.code().orElseThrow() + " " + raw.status(), raw.words()));
    }

    private static String text(String code, String words) {
      return Cut.to((code.strip() + " " + Gist.of(words)).strip(), LONGEST_TEXT);
    }
  }
}
