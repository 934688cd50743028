package io.mailwright.feedback.mailbox;

import io.mailwright.kernel.error.Require;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the access token of a mailbox is fetched and renewed (RFC 6749).
 *
 * @param url of the token endpoint, https, 9 to 1,000 characters
 * @param kind of the grant
 * @param clientId 1 to 400 characters
 * @param clientSecret 1 to 4,000 characters; a public client has none
 * @param refreshToken 1 to 8,000 characters; for that kind only
 * @param scope what is asked for, 1 to 1,000 characters; empty: what the server gives by itself
 */
public record TokenGrant(
    String url,
    Kind kind,
    String clientId,
    Optional<String> clientSecret,
    Optional<String> refreshToken,
    Optional<String> scope) {
  private static final String FIELD = "auth.token.";
  private static final int LONGEST_URL = 1000;
  private static final int LONGEST_CLIENT = 400;
  private static final int LONGEST_SECRET = 4000;
  private static final int LONGEST_REFRESH = 8000;
  private static final int LONGEST_SCOPE = 1000;
  private static final Pattern SPACES = Pattern.compile("\\s+");

  /** By what the token is given. */
  public enum Kind {
    /** A refresh token, which a person got by signing in once (section 6). */
    REFRESH_TOKEN,
    /** The client's own log-in, without a person (section 4.4). */
    CLIENT_CREDENTIALS
  }

  /**
   * Refuses bad values. Secrets may be missing: then those that are stored stay.
   *
   * @throws io.mailwright.kernel.error.MailwrightException with the field's name
   */
  public TokenGrant {
    url = https(Require.line(FIELD + "url", url, LONGEST_URL));
    clientId = Require.line(FIELD + "clientId", clientId, LONGEST_CLIENT);
    clientSecret = clientSecret.map(s -> Require.line(FIELD + "clientSecret", s, LONGEST_SECRET));
    refreshToken = refreshToken.map(s -> Require.line(FIELD + "refreshToken", s, LONGEST_REFRESH));
    scope =
        scope.map(
            s ->
                Require.line(
                    FIELD + "scope", SPACES.matcher(s.strip()).replaceAll(" "), LONGEST_SCOPE));
    if (kind == Kind.CLIENT_CREDENTIALS && refreshToken.isPresent()) {
      throw Require.refused(
          FIELD + "refreshToken", "is for the grant refresh-token. Leave it out.");
    }
  }

  /** Whether a URL is of the server that is asked here, whatever its path. */
  boolean isOfServer(URI other) {
    return URI.create(url).getRawAuthority().equalsIgnoreCase(other.getRawAuthority());
  }

  private static String https(String given) {
    try {
      URI uri = new URI(given);
      if ("https".equalsIgnoreCase(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null) {
        return given;
      }
    } catch (URISyntaxException e) {
      throw Require.refused(FIELD + "url", "is no address.");
    }
    throw Require.refused(
        FIELD + "url",
        "must be an address that begins with https://, without a user and without a part after #.");
  }

  /** The same with these secrets, which are those that are stored. */
  TokenGrant with(Optional<String> secret, Optional<String> refresh) {
    return new TokenGrant(url, kind, clientId, secret, refresh, scope);
  }

  /** Never a secret. */
  @Override
  public String toString() {
    return "TokenGrant[" + kind + ", " + url + "]";
  }
}
