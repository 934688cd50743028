package io.mailwright.rest;

import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.PageRequest;
import jakarta.ws.rs.QueryParam;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The query parameters of every list. */
public class PageQuery {
  @QueryParam("limit")
  @Parameter(description = "rows, 1 to 1000; 100 unless given")
  private String limit;

  @QueryParam("after")
  @Parameter(description = "the id to go on after: next of the page before")
  private String after;

  @QueryParam("order")
  @Parameter(description = "asc or desc by id; asc unless given")
  private String order;

  /**
   * What was asked for.
   *
   * @throws io.mailwright.kernel.error.MailwrightException with the parameter's name
   */
  PageRequest request() {
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

  private static long number(String name, String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw Require.refused(name, "must be a whole number.");
    }
  }
}
