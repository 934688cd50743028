package io.mailwright.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The time zone of whoever looks at the page. The page's script tells it by a cookie. */
@Named("zone")
@RequestScoped
public class Zone {
  /** The cookie with an IANA name. */
  static final String COOKIE = "mailwright-zone";

  @Inject private HttpServletRequest request;
  @Inject private Clock clock;

  /** The present moment. */
  public Instant now() {
    return clock.instant();
  }

  /** The browser's zone; UTC until it has told one that we know. */
  public ZoneId id() {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(COOKIE)) {
          return known(cookie.getValue());
        }
      }
    }
    return ZoneOffset.UTC;
  }

  /** Its name, for labels. */
  public String getName() {
    ZoneId id = id();
    return id.equals(ZoneOffset.UTC) ? "UTC" : id.getId();
  }

  private static ZoneId known(String name) {
    try {
      return ZoneId.of(URLDecoder.decode(name, StandardCharsets.UTF_8));
    } catch (DateTimeException | IllegalArgumentException e) {
      return ZoneOffset.UTC;
    }
  }
}
