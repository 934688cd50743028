package io.mailwright.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes a request without a body as one with an empty object, so that the caller hears which field
 * is missing: the server gives resource methods null for a body that is not there.
 */
@Provider
public class EmptyBodyFilter implements ContainerRequestFilter {
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.US_ASCII);

  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    if (!request.hasEntity()
        && resource.getResourceMethod() != null
        && Arrays.asList(resource.getResourceMethod().getParameterTypes())
            .contains(JsonBody.class)) {
      request.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
      request.setEntityStream(new ByteArrayInputStream(NOTHING));
    }
  }
}
