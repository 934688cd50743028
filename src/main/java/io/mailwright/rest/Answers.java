package io.mailwright.rest;

import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.StoredEntity;
import jakarta.json.JsonObject;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.function.Function;

/** The shapes that all answers share. */
public final class Answers {
  private Answers() {}

  /** One thing, with its version as ETag. */
  public static Response one(StoredEntity entity, JsonObject body) {
    return one(entity.version(), body);
  }

  /** The same of what has a name for its id. */
  public static Response one(int version, JsonObject body) {
    return Response.ok(body).tag(tag(version)).build();
  }

  /** A thing that was just made: 201, with its address and version. */
  public static Response created(UriInfo uri, StoredEntity entity, JsonObject body) {
    return created(uri, Long.toString(entity.id()), entity.version(), body);
  }

  /** The same of what has a name for its id. */
  public static Response created(UriInfo uri, String id, int version, JsonObject body) {
    return Response.created(uri.getAbsolutePathBuilder().path(id).build())
        .tag(tag(version))
        .entity(body)
        .build();
  }

  /** A page: {@code {"items":[…],"next":…}}. */
  public static <T> JsonObject page(Page<T> page, Function<T, JsonObject> json) {
    return new JsonAnswer()
        .put("items", page.items().stream().map(json).toList())
        .put("next", page.next())
        .build();
  }

  private static EntityTag tag(int version) {
    return new EntityTag(Integer.toString(version));
  }
}
