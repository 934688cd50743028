package io.mailwright.console;

import io.mailwright.console.audience.UploadServlet;
import io.mailwright.operations.access.Logins;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Stands before every page and resource of the console: lets in who is logged in, sends others to
 * the log-in page, and sets the headers that browsers need to keep the pages safe. Everything is
 * closed unless named here.
 */
@WebFilter(filterName = "console-gate", urlPatterns = "/*", asyncSupported = true)
public class ConsoleGate extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /** Not the console's: they have their own keys, or are for everyone. */
  private static final List<String> ELSEWHERE =
      List.of("/api", "/health", "/metrics", "/openapi", "/u", "/c", "/o", "/f");

  private static final String RESOURCES = "/jakarta.faces.resource/";

  @Inject private transient Visitor visitor;
  @Inject private transient Logins logins;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = path(request);
    if (ELSEWHERE.stream().anyMatch(prefix -> isUnder(path, prefix))) {
      chain.doFilter(request, response);
      return;
    }
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    boolean isResource = path.startsWith(RESOURCES);
    if (!isResource) {
      response.setHeader("Cache-Control", "no-store");
    }
    if (!isResource) {
      visitor.caller().ifPresent(caller -> visitor.renew(logins.now(caller)));
    }
    if (isOpen(path, isResource, request) || visitor.isKnown()) {
      chain.doFilter(request, response);
    } else if (isResource) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    } else {
      sendToLogIn(request, response, path);
    }
  }

  private static boolean isOpen(String path, boolean isResource, HttpServletRequest request) {
    return isResource
        ? "mailwright".equals(request.getParameter("ln"))
        : path.equals("/login") || path.equals("/login.xhtml");
  }

  private static boolean isHome(String path) {
    return path.equals("/") || path.equals("/index.xhtml");
  }

  private static boolean isUnder(String path, String prefix) {
    return path.equals(prefix) || path.startsWith(prefix + "/");
  }

  /** As the container decoded and normalised it, so that no spelling gets around the rules. */
  private static String path(HttpServletRequest request) {
    String info = request.getPathInfo();
    return request.getServletPath() + (info == null ? "" : info);
  }

  /** The log-in page, with the page to go back to, and whether a session was lost. */
  private static String logIn(HttpServletRequest request, String path) {
    List<String> parameters = new ArrayList<>();
    if (!isHome(path)) {
      // Also of a form: pages send theirs to the address that shows them.
      String query = request.getQueryString();
      String wanted = path.replace(".xhtml", "") + (query == null ? "" : "?" + query);
      parameters.add("to=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8));
    }
    if (isLost(request)) {
      parameters.add("ended=1");
    }
    String target = request.getContextPath() + "/login";
    return parameters.isEmpty() ? target : target + "?" + String.join("&", parameters);
  }

  /** A form can only come from a page of somebody who was logged in, also without the cookie. */
  private static boolean isLost(HttpServletRequest request) {
    return "POST".equals(request.getMethod())
        || (request.getRequestedSessionId() != null && !request.isRequestedSessionIdValid());
  }

  private static void sendToLogIn(
      HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
    if (request.getHeader(UploadServlet.KEY) != null) {
      // A script's request: it sends the person to the log-in page itself.
      response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
      return;
    }
    String target = logIn(request, path);
    if ("partial/ajax".equals(request.getHeader("Faces-Request"))) {
      response.setContentType("text/xml;charset=UTF-8");
      response
          .getWriter()
          .write(
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?><partial-response><redirect url=\""
                  + target.replace("&", "&amp;")
                  + "\"/></partial-response>");
    } else {
      response.sendRedirect(target);
    }
  }
}
