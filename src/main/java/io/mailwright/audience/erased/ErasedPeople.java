package io.mailwright.audience.erased;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.secret.DerivedKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Knows who was erased and is still not to be mailed: whose mark is suppressed. An installation
 * that never erased anybody pays one look at a row a chunk or event. Thread-safe.
 *
 * <p>The sending path never asks: whoever was erased is in no list, since every way into one asks
 * here.
 */
@ApplicationScoped
public class ErasedPeople {
  private Database database;
  private PersonMark mark;

  ErasedPeople() {}

  /** For injection and tests. */
  @Inject
  public ErasedPeople(Database database, DerivedKeys keys) {
    this.database = database;
    this.mark = new PersonMark(keys);
  }

  /** The mark of a normalised address, erased or not. */
  public String markOf(String emailKey) {
    return mark.of(emailKey);
  }

  /** What stands for an address in all records: itself, or its mark if it was erased. */
  public String keyFor(String emailKey) {
    return database.query(connection -> keyFor(connection, emailKey));
  }

  /** The same in the caller's transaction. */
  public String keyFor(Connection connection, String emailKey) throws SQLException {
    return PersonMark.isMark(emailKey)
            || !areAny(connection, "")
            || among(connection, Set.of(emailKey)).isEmpty()
        ? emailKey
        : mark.of(emailKey);
  }

  /**
   * Those of the addresses that were erased. Until the caller's transaction ends nobody is erased:
   * who stores addresses that are not among these stores none of an erased person.
   */
  public Set<String> amongAndHold(Connection connection, Collection<String> emailKeys)
      throws SQLException {
    return areAny(connection, database.dialect().pick("FOR UPDATE", "FOR SHARE"))
        ? among(connection, emailKeys)
        : Set.of();
  }

  private static boolean areAny(Connection connection, String lock) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("SELECT erasures FROM erasure_gate WHERE id = 1 " + lock);
        ResultSet row = select.executeQuery()) {
      return row.next() && row.getLong(1) > 0;
    }
  }

  private Set<String> among(Connection connection, Collection<String> emailKeys)
      throws SQLException {
    Map<String, String> byMark = new HashMap<>();
    emailKeys.forEach(key -> byMark.put(mark.of(key), key));
    Set<String> erased = new HashSet<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT DISTINCT email_key FROM suppression WHERE email_key = ANY(?)")) {
      select.setArray(1, connection.createArrayOf("VARCHAR", byMark.keySet().toArray()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          erased.add(byMark.get(row.getString(1)));
        }
      }
    }
    return erased;
  }
}
