package io.mailwright.operations.access;

import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.operations.notice.NoticeKind;
import java.util.Optional;
import java.util.Set;

/**
 * How a user is written to.
 *
 * @param email where notices go; empty: they show in the console only
 * @param language of the mails
 * @param kinds which notices go there
 */
public record Correspondence(
    Optional<EmailAddress> email, Language language, Set<NoticeKind> kinds) {
  /** No mail. */
  public static final Correspondence NONE =
      new Correspondence(Optional.empty(), Language.EN, NoticeKind.ofText(null));

  public Correspondence {
    kinds = Set.copyOf(kinds);
  }
}
