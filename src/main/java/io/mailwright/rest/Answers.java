package io.mailwright.rest;

import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.StoredEntity;
import jakarta.json.JsonObject;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.function.Function;

/** The shapes that all answers share. */
final class Answers {
  private Answers() {}

  /** One thing, with its version as ETag. */
  static Response one(StoredEntity entity, JsonObject body) {
    return Response.ok(body).tag(tag(entity)).build();
  }

  /** A thing that was just made: 201, with its address and version. */
  static Response created(UriInfo uri, StoredEntity entity, JsonObject body) {
    return Response.created(uri.getAbsolutePathBuilder().path(Long.toString(entity.id())).build())
        .tag(tag(entity))
        .entity(body)
        .build();
  }

  /** A page: {@code {"items":[…],"next":…}}. */
  static <T> JsonObject page(Page<T> page, Function<T, JsonObject> json) {
    return new JsonAnswer()
        .put("items", page.items().stream().map(json).toList())
        .put("next", page.next())
        .build();
  }

  private static EntityTag tag(StoredEntity entity) {
    return new EntityTag(Integer.toString(entity.version()));
  }
}
