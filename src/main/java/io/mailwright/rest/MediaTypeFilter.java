package io.mailwright.rest;

import io.mailwright.kernel.error.ErrorCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.Optional;

/**
 * Refuses a Content-Type that is no media type with a problem document. Jersey trips over one
 * before it asks any filter or mapper of ours, and the container would answer with its own page.
 */
@WebFilter("/api/*")
public class MediaTypeFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (isMediaType(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
      chain.doFilter(request, response);
      return;
    }
    new Problem(
            ErrorCode.MEDIA_TYPE,
            "Content-Type is not of the form type/subtype. Nothing was changed.",
            Optional.empty(),
            Optional.empty())
        .writeTo(response);
  }

  private static boolean isMediaType(String header) {
    if (header == null || header.isBlank()) {
      return true;
    }
    try {
      MediaType type = MediaType.valueOf(header);
      return !type.getType().isEmpty() && !type.getSubtype().isEmpty();
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }
}
