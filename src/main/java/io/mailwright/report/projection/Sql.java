package io.mailwright.report.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Pieces of statements that several passes need. */
final class Sql {
  /** Of the address of a delivery {@code d}; what stands for an erased person's has none. */
  static final String DOMAIN =
      """
      CASE WHEN POSITION('@' IN d.email_key) = 0 THEN '%s'
           ELSE SUBSTRING(d.email_key, POSITION('@' IN d.email_key) + 1) END
      """
          .formatted(Place.OTHERS);

  /** States of deliveries that nothing changes any more. */
  static final String SETTLED = "(2, 4, 5, 7, 8)";

  /** States of deliveries that may still change. */
  static final String OPEN = "(0, 1, 3, 6)";

  /** What was said of a delivery {@code d}: nothing of one that was sent. */
  static final String SAID =
      """
      CASE WHEN d.state IN (2, 7, 8) THEN NULL ELSE d.reply_code END AS code,
      CASE WHEN d.state IN (2, 7, 8) THEN NULL ELSE d.enhanced_status END AS status,
      CASE WHEN d.state = 2 THEN NULL
           WHEN d.state IN (7, 8) OR d.reply_code IS NULL THEN REPLACE(COALESCE(d.why, ''), d.email_key, '%1$s')
           ELSE REPLACE(COALESCE(d.reply_text, ''), d.email_key, '%1$s') END AS said
      """
          .formatted(Gist.GAP);

  /** What was said in a try {@code a} of a delivery {@code d}. */
  static final String SAID_IN_TRY =
      """
      a.reply_code AS code, a.enhanced_status AS status,
      REPLACE(COALESCE(a.reply_text, ''), d.email_key, '%s') AS said
      """
          .formatted(Gist.GAP);

  private Sql() {}

  /**
   * The hour of a time, counted from 1970.
   *
   * @param offset by how many seconds hours begin after those of UTC; a number or a column
   */
  static String hour(String time, String offset) {
    return "CAST(FLOOR((EXTRACT(EPOCH FROM %s) - %s) / 3600) AS BIGINT)".formatted(time, offset);
  }

  /**
   * Keeps PostgreSQL to the keys for the rest of a transaction: it knows little of tables that have
   * just grown, and would read all of them for a few thousand rows of a range.
   */
  static void keepToKeys(Connection connection) throws SQLException {
    try (Statement settings = connection.createStatement()) {
      settings.execute(
          "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;"
              + " SET LOCAL jit = off; SET LOCAL work_mem = '32MB'");
    }
  }
}
