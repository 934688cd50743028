package io.mailwright.kernel.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages hold each row once, in either order, and only those that were asked for. */
class PagedSelectTest {
  private static final String SELECT = "SELECT l.id, l.name FROM contact_list l";

  private static void lists(Database database) {
    database.change(
        connection -> {
          try (Statement insert = connection.createStatement()) {
            for (int id = 1; id <= 5; id++) {
              insert.execute(
                  "INSERT INTO contact_list (id, version, name, created_at) VALUES (%d, 0, '%s', NOW())"
                      .formatted(id, (id % 2 == 0 ? "even " : "odd ") + id));
            }
          }
        });
  }

  private static List<Long> ids(PreparedStatement select) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        ids.add(row.getLong("id"));
      }
    }
    return ids;
  }

  private static Page<Long> read(PagedSelect select, Database database, PageRequest request) {
    return select.read(database, request, PagedSelectTest::ids, id -> id);
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void goesOnAfterThePageBefore(Database database) {
    lists(database);
    PagedSelect all = new PagedSelect(SELECT, "l.id");

    Page<Long> first = read(all, database, PageRequest.first(2));
    assertThat(first.items()).containsExactly(1L, 2L);
    Page<Long> second = read(all, database, new PageRequest(first.next(), 2, false));
    assertThat(second.items()).containsExactly(3L, 4L);
    Page<Long> third = read(all, database, new PageRequest(second.next(), 2, false));
    assertThat(third).isEqualTo(new Page<>(List.of(5L), OptionalLong.empty()));
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void readsTheNewestFirst(Database database) {
    lists(database);
    PagedSelect all = new PagedSelect(SELECT, "l.id");

    Page<Long> first = read(all, database, PageRequest.newest(3));
    assertThat(first.items()).containsExactly(5L, 4L, 3L);
    Page<Long> second = read(all, database, new PageRequest(first.next(), 3, true));
    assertThat(second).isEqualTo(new Page<>(List.of(2L, 1L), OptionalLong.empty()));
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void heedsEveryCondition(Database database) {
    lists(database);
    PagedSelect odd =
        new PagedSelect(SELECT, "l.id").where("l.name LIKE ?", "odd%").where("l.id <> ?", 3L);

    assertThat(read(odd, database, PageRequest.first(2)))
        .isEqualTo(new Page<>(List.of(1L, 5L), OptionalLong.empty()));
    assertThat(read(odd, database, PageRequest.first(1)))
        .isEqualTo(new Page<>(List.of(1L), OptionalLong.of(1)));
  }
}
