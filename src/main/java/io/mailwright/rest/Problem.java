package io.mailwright.rest;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.ErrorKind;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An error as the caller sees it (RFC 9457).
 *
 * @param code number, title and status
 * @param detail what happened, what was kept, what to do
 * @param field what it is about
 * @param instance names this occurrence in the log
 */
public record Problem(
    ErrorCode code, String detail, Optional<String> field, Optional<String> instance) {
  static final String MEDIA_TYPE = "application/problem+json";

  public Response response() {
    Response.ResponseBuilder response =
        Response.status(code.kind().httpStatus())
            .type(MEDIA_TYPE)
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .entity(json().toString());
    if (code.kind() == ErrorKind.UNAUTHENTICATED) {
      response
          .header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Mailwright\", charset=\"UTF-8\"")
          .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"Mailwright\"");
    }
    if (code.kind() == ErrorKind.UNAVAILABLE) {
      response.header(HttpHeaders.RETRY_AFTER, 10);
    }
    return response.build();
  }

  /** Answers with it where no JAX-RS runtime does. */
  public void writeTo(HttpServletResponse response) throws IOException {
    response.setStatus(code.kind().httpStatus());
    response.setContentType(MEDIA_TYPE);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.getOutputStream().write(json().toString().getBytes(StandardCharsets.UTF_8));
  }

  private JsonObject json() {
    return new JsonAnswer()
        .put("type", "urn:mailwright:error:" + code.number())
        .put("title", code.title())
        .put("status", code.kind().httpStatus())
        .put("code", code.label())
        .put("detail", detail)
        .putIfPresent("field", field)
        .putIfPresent("instance", instance)
        .build();
  }
}
