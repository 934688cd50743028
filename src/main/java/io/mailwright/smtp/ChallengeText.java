package io.mailwright.smtp;

import io.mailwright.delivery.courier.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a server says in base64 while one logs in, in words and without what authenticates. */
final class ChallengeText {
  private static final int LONGEST = 500;

  private ChallengeText() {}

  /**
   * The challenge in one line.
   *
   * @param challenge as it came; shown as it is if it is not base64
   * @param secret what must not be shown, should the server repeat it
   */
  static String of(String challenge, Secret secret) {
    String words = decoded(challenge.strip()).replace(secret.reveal(), "********");
    String harmless = words.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}]+", " ").strip();
    return harmless.length() <= LONGEST ? harmless : harmless.substring(0, LONGEST) + "…";
  }

  private static String decoded(String challenge) {
    try {
      return new String(Base64.getDecoder().decode(challenge), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return challenge;
    }
  }
}
