package io.mailwright.content.link;

import java.util.Optional;

/**
 * How a recipient leaves the list that a mail came by (RFC 2369 section 3.2, RFC 8058).
 *
 * @param url where one click does it, {@code http:} or {@code https:}; ASCII without spaces and
 *     angle brackets
 * @param mailto a {@code mailto:} address that does the same, if mails are read there
 */
public record Unsubscribe(String url, Optional<String> mailto) {
  /** Refuses what would break a header field. */
  public Unsubscribe {
    requireUri(url);
    mailto.ifPresent(Unsubscribe::requireUri);
  }

  private static void requireUri(String uri) {
    if (uri.isEmpty() || uri.chars().anyMatch(c -> c <= ' ' || c > '~' || c == '<' || c == '>')) {
      throw new IllegalArgumentException("not a URI for a header field");
    }
  }
}
