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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /** The code and status with which a reply begins that a notice tells (RFC 3464, 2.3.6). */
    private static final Pattern TOLD =
        Pattern.compile(
            """
            (?xi) (?: smtp; )? \\s*
            (?: (?<code> [45]\\d\\d ) (?: [\\ -]\\s* | \\z ) (?: (?<status> [45](?:\\.\\d{1,3}){2} ) (?! \\S ) )?
              | (?<bare> [45](?:\\.\\d{1,3}){2} ) (?! \\S ) )
            """);

    /**
     * As it was said.
     *
     * @param place where a server did; empty if none spoke
     */
    private record Raw(
        Optional<Refusal.Place> place, OptionalInt code, String status, String words) {}

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
          new Raw(
              Optional.of(Refusal.Place.SESSION),
              OptionalInt.of(code),
              status == null ? "" : status,
              words == null ? "" : words),
          this::judged);
    }

    /** What no server said. */
    Said words(@Nullable String words) {
      return known.computeIfAbsent(
          new Raw(Optional.empty(), OptionalInt.empty(), "", words == null ? "" : words),
          raw -> Said.of("", text("", raw.words())));
    }

    /**
     * A server's reply as a notice tells of it. Where neither code nor status stand before it, why
     * is not guessed.
     */
    Said told(String words) {
      Matcher told = TOLD.matcher(words);
      if (!told.lookingAt()) {
        return words(words);
      }
      String code = told.group("code");
      String status = code == null ? told.group("bare") : told.group("status");
      return known.computeIfAbsent(
          new Raw(
              Optional.of(Refusal.Place.NOTICE),
              code == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(code)),
              status == null ? "" : status,
              words.substring(told.end()).strip()),
          this::judged);
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
                      raw.place().orElseThrow(),
                      raw.words()))
              .reason();
      String code = raw.code().isPresent() ? raw.code().getAsInt() + " " : "";
      return Said.of(reason.code(), text(code + raw.status(), raw.words()));
    }

    private static String text(String code, String words) {
      return Cut.to((code.strip() + " " + Gist.of(words)).strip(), LONGEST_TEXT);
    }
  }
}
