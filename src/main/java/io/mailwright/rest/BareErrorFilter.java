package io.mailwright.rest;

import io.mailwright.kernel.error.ErrorCode;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;

/**
 * Gives a body to errors that the server decides before any of our code is asked, such as a
 * Content-Type that cannot be read: without one the container would send its own page.
 */
@Provider
public class BareErrorFilter implements ContainerResponseFilter {
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getStatus() == Response.Status.BAD_REQUEST.getStatusCode()
        && !response.hasEntity()) {
      Response problem =
          new Problem(
                  ErrorCode.MALFORMED_BODY,
                  "A header of the request cannot be read, such as its Content-Type. Nothing was"
                      + " changed.",
                  Optional.empty(),
                  Optional.empty())
              .response();
      response.setEntity(problem.getEntity(), null, problem.getMediaType());
    }
  }
}
