package io.mailwright.feedback.link;

import io.mailwright.kernel.secret.DerivedKeys;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the links by which a recipient may leave, as they stand in {@code List-Unsubscribe} (RFC
 * 2369 section 3.2) of a mail that came back. They name its recipient also where whoever sends it
 * back leaves all addresses out (RFC 6590). Thread-safe.
 */
public final class LeaveLink {
  private static final Pattern WEB =
      Pattern.compile(
          ".*" + RecipientLinks.UNSUBSCRIBE + "([A-Za-z0-9_-]{16,2000})", Pattern.DOTALL);

  private final LinkTokens tokens;

  /** With the keys that the links are made with. */
  public LeaveLink(DerivedKeys keys) {
    this.tokens = new LinkTokens(keys);
  }

  /**
   * Whose link it is.
   *
   * @param uri of HTTP or {@code mailto}, under whatever public address it was made
   * @return empty if it is none of ours, or was altered
   */
  public Optional<UnsubscribeToken> who(String uri) {
    Matcher web = WEB.matcher(uri);
    Optional<String> token = web.matches() ? Optional.of(web.group(1)) : LeaveMail.token(uri);
    return token
        .flatMap(given -> tokens.open(LinkUse.UNSUBSCRIBE, given))
        .flatMap(UnsubscribeToken::of);
  }
}
