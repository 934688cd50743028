package io.mailwright.operations.webhook;

import io.mailwright.kernel.error.Require;
import io.mailwright.operations.notice.NoticeKind;
import java.util.Optional;
import java.util.Set;

/**
 * What a person or a script says of a webhook.
 *
 * @param url {@code https} or {@code http}, without a user or password
 * @param secret 16 to 200 characters; empty: as it is
 * @param kinds which notices it is told, at least one
 */
public record WebhookDraft(
    String url, Optional<String> secret, Set<NoticeKind> kinds, boolean enabled) {
  private static final int LEAST_SECRET = 16;
  private static final int MOST_SECRET = 200;

  /** Refuses what cannot be used. */
  public WebhookDraft {
    url = HookUrl.of("url", url).uri().toString();
    secret.ifPresent(
        text -> {
          String line = Require.line("secret", text, MOST_SECRET);
          if (line.length() < LEAST_SECRET) {
            throw Require.refused(
                "secret", "must have " + LEAST_SECRET + " to " + MOST_SECRET + " characters.");
          }
        });
    kinds = Set.copyOf(kinds);
    if (kinds.isEmpty()) {
      throw Require.refused("notices", "must hold at least one kind.");
    }
  }

  /** All but the secret. */
  @Override
  public String toString() {
    return "WebhookDraft[" + url + ", " + kinds + ", " + enabled + "]";
  }
}
