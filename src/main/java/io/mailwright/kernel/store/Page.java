package io.mailwright.kernel.store;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Some rows of a list.
 *
 * @param items in the order asked for
 * @param next what to ask on after; empty when there is no more
 */
public record Page<T>(List<T> items, OptionalLong next) {
  /** Takes the list as it is. */
  public Page {
    items = List.copyOf(items);
  }

  /**
   * Cuts a page from rows of which one more than the limit was read.
   *
   * @param rows at most {@code limit + 1}
   * @param id the id of a row
   */
  public static <T> Page<T> of(List<T> rows, PageRequest request, ToLongFunction<T> id) {
    if (rows.size() <= request.limit()) {
      return new Page<>(rows, OptionalLong.empty());
    }
    List<T> items = rows.subList(0, request.limit());
    return new Page<>(items, OptionalLong.of(id.applyAsLong(items.get(items.size() - 1))));
  }

  /** The same page of something else. */
  public <R> Page<R> map(Function<T, R> change) {
    return new Page<>(items.stream().map(change).toList(), next);
  }
}
