package io.mailwright.operations.webhook;

import io.mailwright.kernel.error.Require;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a webhook is called: {@code https} or {@code http}, a host, and nothing by which a log-in
 * could be hidden in it.
 *
 * @param uri in ASCII, without a fragment
 */
public record HookUrl(URI uri) {
  static final int LONGEST = 1000;

  private static final Pattern IP = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.%]*:[0-9A-Fa-f:.%]*");
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;
  private static final int MOST_PORT = 65_535;

  /**
   * The address that a person or a script gave.
   *
   * @param field its name, for the refusal
   */
  public static HookUrl of(String field, String given) {
    String text = Require.line(field, given, LONGEST);
    URI uri;
    try {
      uri = new URI(new URI(text).toASCIIString());
    } catch (URISyntaxException e) {
      throw Require.refused(field, "is no address. Give one such as https://example.com/hook.");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw Require.refused(field, "must begin with https:// or http://.");
    }
    if (uri.getRawUserInfo() != null
        || (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@"))) {
      throw Require.refused(field, "must not hold a user or password. Calls are signed instead.");
    }
    if (uri.getHost() == null || uri.getHost().isEmpty() || uri.getPort() > MOST_PORT) {
      throw Require.refused(field, "names no host that can be called.");
    }
    if (uri.getPort() == 0 || uri.getRawFragment() != null) {
      throw Require.refused(field, "must have neither the port 0 nor a part after #.");
    }
    return new HookUrl(uri);
  }

  boolean isSecure() {
    return uri.getScheme().equalsIgnoreCase("https");
  }

  /** The host's name, or its address without brackets. */
  String host() {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : IDN.toASCII(host);
  }

  /** Whether no name has to be looked up. */
  boolean isIpAddress() {
    return IP.matcher(host()).matches();
  }

  int port() {
    return uri.getPort() > 0 ? uri.getPort() : isSecure() ? HTTPS_PORT : HTTP_PORT;
  }

  /** What the request line asks for. */
  String target() {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  /** The host field (RFC 9110 section 7.2). */
  String hostField() {
    return uri.getPort() > 0 ? uri.getHost() + ":" + uri.getPort() : uri.getHost();
  }
}
