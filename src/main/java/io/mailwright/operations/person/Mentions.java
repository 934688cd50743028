package io.mailwright.operations.person;

import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Finds an address in texts that are not its own records: what servers said, notices, other
 * people's attributes. Big tables are looked through in windows of their numbers, so that no
 * statement takes long.
 */
@ApplicationScoped
public class Mentions {
  private static final long WINDOW = 50_000;

  /**
   * Texts of a table.
   *
   * @param keys the columns of its primary key
   * @param columns that may mention an address
   * @param number the key's column that is a number and grows, for tables that may be big; empty
   *     for those that are read whole
   */
  record Texts(String table, List<String> keys, List<String> columns, String number) {
    static Texts small(String table, String keys, String... columns) {
      return new Texts(table, List.of(keys.split(" ", -1)), List.of(columns), "");
    }

    static Texts big(String table, String keys, String... columns) {
      List<String> all = List.of(keys.split(" ", -1));
      return new Texts(table, all, List.of(columns), all.get(0));
    }
  }

  /** Every text of the product that may mention an address, apart from its own key. */
  static final List<Texts> ALL =
      List.of(
          Texts.big("contact", "id", "name", "attributes"),
          Texts.big("delivery", "id", "reply_text", "why"),
          Texts.big("attempt", "delivery_id attempt fence", "reply_text"),
          Texts.big("feedback_event", "id", "source", "detail"),
          Texts.small("soft_refusal", "delivery_id", "email_key", "words"),
          Texts.big("suppression", "id", "source", "note", "evidence"),
          Texts.big("import_row", "import_id line", "name", "attributes"),
          Texts.big("import_reject", "import_id line", "field_value", "detail"),
          Texts.big("route_blame", "id", "words"),
          Texts.big("returned_mail", "id", "source", "subject", "reason"),
          Texts.big("review_change", "id", "email_key", "rule", "undo"),
          Texts.big("returned_mail_finding", "mail_id no", "email_key", "evidence"),
          Texts.big("report_reason", "campaign_id kind digest", "said"),
          Texts.big("notice_outbox", "id", "words"),
          Texts.small("feed_tally", "feed_id", "last_event", "last_refusal"),
          Texts.small("list_import", "id", "file_name", "message"),
          Texts.small("mailbox_state", "mailbox_id", "problem", "problem_zh"),
          Texts.small("notice", "id", "subject", "body"),
          Texts.small("campaign", "id", "why"),
          Texts.small("campaign_canary", "campaign_id", "why"),
          Texts.small("campaign_site", "campaign_id site", "why", "recent"),
          Texts.small("lane", "campaign_id no", "why"),
          Texts.small("route_state", "route_id", "why", "last_reply"),
          Texts.small("site_rate", "site route_id", "last_reply"),
          Texts.small("warm_up_day", "warm_up_id site epoch_day", "why"),
          Texts.small("job_run", "execution_id", "cause"),
          Texts.small("schedule_run", "id", "detail"),
          Texts.small("STEP_EXECUTION", "STEPEXECUTIONID", "EXECUTIONEXCEPTION"),
          Texts.small(
              "PARTITION_EXECUTION", "PARTITIONEXECUTIONID STEPEXECUTIONID", "EXECUTIONEXCEPTION"));

  private Database database;

  Mentions() {}

  /** For injection and tests. */
  @Inject
  public Mentions(Database database) {
    this.database = database;
  }

  /** A text that mentions it. */
  public record Mention(String table, String column, String text) {}

  /** A row with its key and its texts. */
  private record Row(List<Object> key, List<String> texts) {}

  /** What mentions the address, the first of it. */
  List<Mention> find(AddressPattern address, int most) {
    List<Mention> found = new ArrayList<>();
    for (Texts texts : ALL) {
      forEachWindow(
          texts,
          () -> found.size() < most,
          (connection, first, last) -> {
            for (Row row : rows(connection, texts, address, first, last)) {
              for (int i = 0; i < texts.columns().size(); i++) {
                if (address.isIn(row.texts().get(i)) && found.size() < most) {
                  found.add(new Mention(texts.table(), texts.columns().get(i), row.texts().get(i)));
                }
              }
            }
          });
    }
    return found;
  }

  /**
   * Takes the address out of all texts.
   *
   * @param goesOn asked between windows; false ends it
   * @return how many rows were changed
   */
  long erase(AddressPattern address, BooleanSupplier goesOn) {
    long[] changed = {0};
    for (Texts texts : ALL) {
      forEachWindow(
          texts,
          goesOn,
          (connection, first, last) ->
              changed[0] += erase(connection, texts, address, first, last));
    }
    return changed[0];
  }

  private interface Window {
    void look(Connection connection, long first, long last) throws SQLException;
  }

  private void forEachWindow(Texts texts, BooleanSupplier goesOn, Window window) {
    if (texts.number().isEmpty()) {
      if (goesOn.getAsBoolean()) {
        database.change(connection -> window.look(connection, 0, 0));
      }
      return;
    }
    long[] bounds = database.query(connection -> bounds(connection, texts));
    for (long first = bounds[0]; first <= bounds[1] && goesOn.getAsBoolean(); first += WINDOW) {
      long from = first;
      database.change(connection -> window.look(connection, from, from + WINDOW - 1));
    }
  }

  private static long[] bounds(Connection connection, Texts texts) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT COALESCE(MIN(%1$s), 1), COALESCE(MAX(%1$s), 0) FROM %2$s"
                    .formatted(texts.number(), texts.table()));
        ResultSet row = select.executeQuery()) {
      row.next();
      return new long[] {row.getLong(1), row.getLong(2)};
    }
  }

  private static List<Row> rows(
      Connection connection, Texts texts, AddressPattern address, long first, long last)
      throws SQLException {
    List<String> likes = address.likes();
    String found =
        texts.columns().stream()
            .flatMap(
                column ->
                    Collections.nCopies(likes.size(), "LOWER(" + column + ") LIKE ? ESCAPE '!'")
                        .stream())
            .collect(Collectors.joining(" OR "));
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT %1$s, %2$s FROM %3$s WHERE (%4$s)%5$s ORDER BY %1$s"
                .formatted(
                    String.join(", ", texts.keys()),
                    String.join(", ", texts.columns()),
                    texts.table(),
                    found,
                    texts.number().isEmpty()
                        ? ""
                        : " AND %1$s >= ? AND %1$s <= ?".formatted(texts.number())))) {
      int at = 1;
      for (int i = 0; i < texts.columns().size(); i++) {
        for (String like : likes) {
          select.setString(at++, like);
        }
      }
      if (!texts.number().isEmpty()) {
        select.setLong(at++, first);
        select.setLong(at, last);
      }
      return read(select, texts);
    }
  }

  private static List<Row> read(PreparedStatement select, Texts texts) throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        List<Object> key = new ArrayList<>();
        for (int i = 1; i <= texts.keys().size(); i++) {
          key.add(row.getObject(i));
        }
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= texts.columns().size(); i++) {
          values.add(row.getString(texts.keys().size() + i));
        }
        rows.add(new Row(key, values));
      }
    }
    return rows;
  }

  private static long erase(
      Connection connection, Texts texts, AddressPattern address, long first, long last)
      throws SQLException {
    long changed = 0;
    for (Row row : rows(connection, texts, address, first, last)) {
      if (isIn(row, address)) {
        changed += erase(connection, texts, address, row);
      }
    }
    return changed;
  }

  private static boolean isIn(Row row, AddressPattern address) {
    return row.texts().stream().anyMatch(address::isIn);
  }

  /** A row that others have changed since it was read is read again, and held. */
  private static int erase(Connection connection, Texts texts, AddressPattern address, Row row)
      throws SQLException {
    int changed = replace(connection, texts, address, row);
    if (changed > 0) {
      return changed;
    }
    Optional<Row> now = hold(connection, texts, row.key());
    return now.isPresent() && isIn(now.get(), address)
        ? replace(connection, texts, address, now.get())
        : 0;
  }

  /**
   * Only texts that mention it, and only as they were read: the row may be alive.
   *
   * @return 0 if one of them says something else by now
   */
  private static int replace(Connection connection, Texts texts, AddressPattern address, Row row)
      throws SQLException {
    List<String> columns = new ArrayList<>();
    List<String> were = new ArrayList<>();
    for (int i = 0; i < texts.columns().size(); i++) {
      if (address.isIn(row.texts().get(i))) {
        columns.add(texts.columns().get(i));
        were.add(row.texts().get(i));
      }
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE %s SET %s WHERE %s AND %s"
                .formatted(
                    texts.table(), each(columns, ", "), ofKey(texts), each(columns, " AND ")))) {
      int at = 1;
      for (String was : were) {
        update.setString(at++, address.takenFrom(was));
      }
      for (Object key : row.key()) {
        update.setObject(at++, key);
      }
      for (String was : were) {
        update.setString(at++, was);
      }
      return update.executeUpdate();
    }
  }

  private static Optional<Row> hold(Connection connection, Texts texts, List<Object> key)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT %s, %s FROM %s WHERE %s FOR UPDATE"
                .formatted(
                    String.join(", ", texts.keys()),
                    String.join(", ", texts.columns()),
                    texts.table(),
                    ofKey(texts)))) {
      int at = 1;
      for (Object part : key) {
        select.setObject(at++, part);
      }
      return read(select, texts).stream().findFirst();
    }
  }

  private static String ofKey(Texts texts) {
    return each(texts.keys(), " AND ");
  }

  private static String each(List<String> columns, String between) {
    return columns.stream().map(column -> column + " = ?").collect(Collectors.joining(between));
  }
}
