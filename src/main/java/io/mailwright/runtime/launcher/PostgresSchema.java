package io.mailwright.runtime.launcher;

import io.mailwright.kernel.error.ErrorCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Says whether the schema can take our tables. Once they are there, nothing more is asked: who runs
 * the server may have taken the right to make tables away again.
 */
final class PostgresSchema {
  private static final int MOST_NAMED = 3;

  /** Tables, views and sequences; those of a column or an extension go with it. */
  private static final String RELATIONS =
      """
      SELECT c.relname
      FROM pg_catalog.pg_class c
      WHERE c.relnamespace = pg_catalog.current_schema()::regnamespace
        AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                        WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
                          AND d.deptype IN ('e', 'a', 'i'))
      ORDER BY c.relname
      """;

  private static final String MAY_CREATE =
      """
      SELECT pg_catalog.current_schema() IS NOT NULL
        AND pg_catalog.has_schema_privilege(pg_catalog.current_schema(), 'CREATE')
      """;

  private PostgresSchema() {}

  /**
   * Without our history table the schema must be empty, and we must be allowed to make tables.
   *
   * @throws StartFailure if one of these is not so
   */
  static void check(Statement statement, DatabaseTarget target) throws SQLException, StartFailure {
    List<String> relations = relations(statement);
    if (relations.contains("flyway_schema_history")) {
      return;
    }
    if (!relations.isEmpty()) {
      throw new StartFailure(
          ErrorCode.DATABASE_TABLES_UNUSABLE,
          "%s holds tables of something else (%s). Nothing was changed. Give us an empty database, or"
                  .formatted(target.place(), named(relations))
              + " a schema of its own by ?currentSchema= in MAILWRIGHT_DB_URL.");
    }
    if (!mayCreate(statement)) {
      throw new StartFailure(
          ErrorCode.DATABASE_REFUSES,
          "User %s may not make tables in %s. Nothing was changed. Let its owner run: GRANT USAGE,"
                  .formatted(target.user(), target.place())
              + " CREATE ON SCHEMA %s TO %s.".formatted(schema(statement), quoted(target.user())));
    }
  }

  private static List<String> relations(Statement statement) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(RELATIONS)) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names;
  }

  private static String named(List<String> relations) {
    String first = String.join(", ", relations.subList(0, Math.min(MOST_NAMED, relations.size())));
    return relations.size() > MOST_NAMED ? first + " …" : first;
  }

  private static boolean mayCreate(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(MAY_CREATE)) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** The schema meant: there is none for whoever may not even look into it. */
  private static String schema(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("SELECT COALESCE(pg_catalog.current_schema(), 'public')")) {
      row.next();
      return quoted(row.getString(1));
    }
  }

  /** As it stands in SQL. */
  private static String quoted(String name) {
    return name.matches("[a-z_][a-z0-9_]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}
