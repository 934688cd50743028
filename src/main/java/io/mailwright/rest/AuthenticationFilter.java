package io.mailwright.rest;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.access.Caller;
import io.mailwright.operations.access.Logins;
import io.mailwright.operations.access.Role;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/**
 * Finds out who calls, by {@code Authorization} alone: a session cookie of the console counts for
 * nothing here, so that no other site's page can use it.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public class AuthenticationFilter implements ContainerRequestFilter {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  @Inject private Logins logins;
  @Context private HttpServletRequest servletRequest;

  @Override
  public void filter(ContainerRequestContext request) {
    refuseCrossSite(request);
    Caller caller = caller(request.getHeaderString(HttpHeaders.AUTHORIZATION));
    request.setSecurityContext(new Verified(caller, request.getSecurityContext().isSecure()));
  }

  /** Browsers send along a remembered Basic log-in, whichever page asks. */
  private static void refuseCrossSite(ContainerRequestContext request) {
    if (!SAFE.contains(request.getMethod())
        && "cross-site".equalsIgnoreCase(request.getHeaderString("Sec-Fetch-Site"))) {
      throw new MailwrightException(
          ErrorCode.CROSS_SITE, "A page of another site sent this request. Nothing was changed.");
    }
  }

  private Caller caller(String authorization) {
    if (authorization == null || authorization.isBlank()) {
      throw new MailwrightException(
          ErrorCode.NOT_LOGGED_IN,
          "Send Authorization: Basic with a user's name and password, or Bearer with an API"
              + " token.");
    }
    int space = authorization.indexOf(' ');
    String scheme = space < 0 ? "" : authorization.substring(0, space).toLowerCase(Locale.ROOT);
    String credentials = space < 0 ? "" : authorization.substring(space + 1).strip();
    return switch (scheme) {
      case "basic" -> basic(credentials);
      case "bearer" -> logins.byToken(credentials);
      default ->
          throw new MailwrightException(
              ErrorCode.LOGIN_REFUSED, "Authorization must be Basic or Bearer.");
    };
  }

  private Caller basic(String credentials) {
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new MailwrightException(
          ErrorCode.LOGIN_REFUSED, "The Basic credentials are not Base64.", e);
    }
    int colon = pair.indexOf(':');
    if (colon < 0) {
      throw new MailwrightException(
          ErrorCode.LOGIN_REFUSED, "The Basic credentials have no colon (RFC 7617).");
    }
    return logins.byPassword(
        pair.substring(0, colon), pair.substring(colon + 1), servletRequest.getRemoteAddr());
  }

  private record Verified(Caller caller, boolean isSecure) implements SecurityContext {
    @Override
    public Principal getUserPrincipal() {
      return caller;
    }

    @Override
    public boolean isUserInRole(String role) {
      for (Role known : Role.values()) {
        if (known.name().equalsIgnoreCase(role)) {
          return caller.role().covers(known);
        }
      }
      return false;
    }

    @Override
    public String getAuthenticationScheme() {
      return BASIC_AUTH;
    }
  }
}
