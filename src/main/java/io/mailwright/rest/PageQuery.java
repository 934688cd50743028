package io.mailwright.rest;

import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.PageRequest;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The query parameters of every list: {@code limit}, 1 to 1000, 100 unless given; {@code after},
 * the id to go on after; {@code order}, asc or desc by id. Not annotated for OpenAPI: the server's
 * walker fails on a bean parameter's fields.
 */
public class PageQuery {
  @QueryParam("limit")
  private String limit;

  @QueryParam("after")
  private String after;

  @QueryParam("order")
  private String order;

  /**
   * What was asked for.
   *
   * @throws io.mailwright.kernel.error.MailwrightException with the parameter's name
   */
  public PageRequest request() {
    return new PageRequest(
        after == null ? OptionalLong.empty() : OptionalLong.of(number("after", after)),
        limit == null
            ? PageRequest.DEFAULT_LIMIT
            : (int) Require.range("limit", number("limit", limit), 1, PageRequest.MAX_LIMIT),
        order != null && Require.oneOf("order", order, Order.class) == Order.DESC);
  }

  private enum Order {
    ASC,
    DESC
  }

  /** A whole number of a query parameter that may be missing. */
  public static Optional<Long> optionalNumber(String name, String text) {
    return text == null || text.isBlank() ? Optional.empty() : Optional.of(number(name, text));
  }

  private static long number(String name, String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw Require.refused(name, "must be a whole number.");
    }
  }
}
