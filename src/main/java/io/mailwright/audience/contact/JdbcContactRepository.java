package io.mailwright.audience.contact;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.LikePattern;
import io.mailwright.kernel.db.PagedSelect;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

@ApplicationScoped
class JdbcContactRepository implements ContactRepository {
  private static final String SELECT =
      """
      SELECT id, list_id, email, email_key, name, locale, timezone, attributes, created_at, updated_at
      FROM contact
      """;

  @Inject private Database database;

  JdbcContactRepository() {}

  JdbcContactRepository(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Contact> find(long id) {
    return database.query(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT + "WHERE id = ?")) {
            select.setLong(1, id);
            return rows(select).stream().findFirst();
          }
        });
  }

  @Override
  public Contact get(long id) {
    return find(id).orElseThrow(() -> missing(id));
  }

  @Override
  public Page<Contact> page(long listId, PageRequest request, String text) {
    PagedSelect contacts = new PagedSelect(SELECT, "id").where("list_id = ?", listId);
    if (!text.isEmpty()) {
      contacts.where(
          "(email_key LIKE ? ESCAPE '!' OR name LIKE ? ESCAPE '!')",
          LikePattern.startingWith(text.toLowerCase(Locale.ROOT)),
          LikePattern.startingWith(text));
    }
    return contacts.read(database, request, JdbcContactRepository::rows, Contact::id);
  }

  @Override
  public long count(long listId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT COUNT(*) FROM contact WHERE list_id = ?")) {
            select.setLong(1, listId);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }

  @Override
  public AudienceSize audience(Collection<Long> listIds) {
    String marks = String.join(", ", Collections.nCopies(listIds.size(), "?"));
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT COALESCE(SUM(a.n), 0) AS contacts, COUNT(*) AS addresses, COUNT(s.email_key) AS suppressed
                  FROM (SELECT email_key, COUNT(*) AS n FROM contact WHERE list_id IN (%s) GROUP BY email_key) a
                  LEFT JOIN (SELECT DISTINCT email_key FROM suppression WHERE list_id IN (0, %s)) s ON s.email_key = a.email_key
                  """
                      .formatted(marks, marks))) {
            int at = 1;
            for (int times = 0; times < 2; times++) {
              for (long listId : listIds) {
                select.setLong(at++, listId);
              }
            }
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return new AudienceSize(
                  row.getLong("contacts"), row.getLong("addresses"), row.getLong("suppressed"));
            }
          }
        });
  }

  @Override
  public void delete(long id) {
    int gone =
        database.query(
            connection -> {
              try (PreparedStatement delete =
                  connection.prepareStatement("DELETE FROM contact WHERE id = ?")) {
                delete.setLong(1, id);
                return delete.executeUpdate();
              }
            });
    if (gone == 0) {
      throw missing(id);
    }
  }

  @Override
  public int deleteOfList(long listId, int most) {
    return database.query(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement(
                  """
                  DELETE FROM contact
                  WHERE id IN (SELECT id FROM contact WHERE list_id = ? FETCH FIRST ? ROWS ONLY)
                  """)) {
            delete.setLong(1, listId);
            delete.setInt(2, most);
            return delete.executeUpdate();
          }
        });
  }

  private static MailwrightException missing(long id) {
    return new MailwrightException(ErrorCode.NOT_FOUND, "There is no contact " + id + ".");
  }

  private static List<Contact> rows(PreparedStatement select) throws SQLException {
    List<Contact> contacts = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        contacts.add(
            new Contact(
                row.getLong("id"),
                row.getLong("list_id"),
                row.getString("email"),
                row.getString("email_key"),
                Optional.ofNullable(row.getString("name")),
                Optional.ofNullable(row.getString("locale")),
                Optional.ofNullable(row.getString("timezone")),
                AttributeJson.read(row.getString("attributes")),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant()));
      }
    }
    return contacts;
  }
}
