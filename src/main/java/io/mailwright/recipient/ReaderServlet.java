package io.mailwright.recipient;

import io.mailwright.feedback.reader.ReaderRequest;
import io.mailwright.feedback.reader.ReaderVisits;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the addresses have in common by which readers are noticed. */
abstract class ReaderServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient ReaderVisits visits;

  final ReaderVisits visits() {
    return visits;
  }

  /** What follows the servlet's own part of the address, as it was sent; empty if nothing does. */
  static String file(HttpServletRequest request) {
    String path = request.getRequestURI();
    int own = request.getContextPath().length() + request.getServletPath().length() + 1;
    return path.length() < own ? "" : path.substring(own);
  }

  static ReaderRequest reader(HttpServletRequest request) {
    return new ReaderRequest(
        request.getMethod(),
        field(request, "User-Agent"),
        Stream.of("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
            .map(name -> field(request, name))
            .collect(Collectors.joining(" ")),
        request.getRemoteAddr());
  }

  private static String field(HttpServletRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value;
  }

  static void secure(HttpServletResponse response) {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Robots-Tag", "noindex");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }
}
