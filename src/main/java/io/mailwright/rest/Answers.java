package io.mailwright.rest;

import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.StoredEntity;
import jakarta.json.JsonObject;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;

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

  /** A page of rows that were read with the asked limit; a full one may be the last. */
  static <T> Page<T> page(List<T> rows, PageRequest request, ToLongFunction<T> id) {
    return new Page<>(
        rows,
        rows.size() < request.limit()
            ? OptionalLong.empty()
            : OptionalLong.of(id.applyAsLong(rows.get(rows.size() - 1))));
  }

  private static EntityTag tag(StoredEntity entity) {
    return new EntityTag(Integer.toString(entity.version()));
  }
}
