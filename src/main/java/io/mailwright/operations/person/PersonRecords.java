package io.mailwright.operations.person;

import io.mailwright.audience.contact.AttributeJson;
import io.mailwright.audience.erased.ErasedPeople;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.db.Database;
import io.mailwright.operations.caught.CaughtMail;
import io.mailwright.operations.caught.CaughtMails;
import io.mailwright.operations.intake.NamedInFiles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Gathers all that is held about an address. */
@ApplicationScoped
public class PersonRecords {
  /** Rows of one kind that are told at most; more of one person there are hardly. */
  private static final int MOST = 10_000;

  /** A kind, and its rows by one parameter: the address as {@link Key} says. */
  private record Kind(String name, Key by, String sql) {}

  private enum Key {
    ADDRESS,
    MARK
  }

  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              "contacts",
              Key.ADDRESS,
              """
              SELECT c.id, c.list_id, l.name AS list, c.email, c.name, c.locale, c.timezone, c.attributes,
                     c.created_at, c.updated_at
              FROM contact c JOIN contact_list l ON l.id = c.list_id WHERE c.email_key = ? ORDER BY c.id
              """),
          new Kind(
              "waitingImports",
              Key.ADDRESS,
              """
              SELECT r.import_id, i.list_id, r.line, r.email, r.name, r.locale, r.timezone, r.attributes
              FROM import_row r JOIN list_import i ON i.id = r.import_id WHERE r.email_key = ? ORDER BY r.import_id
              """),
          new Kind(
              "deliveries",
              Key.ADDRESS,
              """
              SELECT d.id, d.campaign_id, k.name AS campaign, d.state, d.attempts, d.claimed_at, d.first_try_at,
                     d.due_at, d.settled_at, d.reply_code, d.enhanced_status, d.reply_text, d.why
              FROM campaign k JOIN delivery d ON d.campaign_id = k.id AND d.email_key = ? ORDER BY d.id
              """),
          new Kind(
              "attempts",
              Key.ADDRESS,
              """
              SELECT a.delivery_id, a.campaign_id, a.attempt, a.at, a.outcome AS state, a.reply_code, a.enhanced_status, a.reply_text
              FROM campaign k JOIN delivery d ON d.campaign_id = k.id AND d.email_key = ?
              JOIN attempt a ON a.delivery_id = d.id ORDER BY a.delivery_id, a.attempt
              """),
          new Kind(
              "reading",
              Key.ADDRESS,
              """
              SELECT g.delivery_id, g.campaign_id, CASE g.link WHEN 0 THEN 'open' ELSE 'click' END AS kind,
                     CASE WHEN g.link > 0 THEN g.link END AS link, g.human, g.machine, g.first_at, g.last_at, g.reader
              FROM campaign k JOIN delivery d ON d.campaign_id = k.id AND d.email_key = ?
              JOIN engagement g ON g.delivery_id = d.id ORDER BY g.delivery_id, g.link
              """),
          new Kind(
              "feedback",
              Key.ADDRESS,
              """
              SELECT e.id, CASE e.kind WHEN 1 THEN 'hard-bounce' WHEN 2 THEN 'soft-bounce' WHEN 3 THEN 'complaint'
                     WHEN 4 THEN 'unsubscribe' WHEN 5 THEN 'open' WHEN 6 THEN 'click' ELSE 'soft-refusal' END AS kind,
                     e.campaign_id, e.at, e.source, e.detail
              FROM feedback_event e WHERE e.email_key = ? ORDER BY e.id
              """),
          new Kind(
              "returnedMails",
              Key.ADDRESS,
              """
              SELECT m.id, m.received_at, m.source, m.subject, f.kind, f.reason, f.status, f.evidence, f.campaign_id, f.delivery_id
              FROM returned_mail_finding f JOIN returned_mail m ON m.id = f.mail_id WHERE f.email_key = ? ORDER BY m.id, f.no
              """),
          new Kind(
              "suppressions",
              Key.ADDRESS,
              """
              SELECT s.id, s.list_id, s.reason, s.source, s.note, s.evidence, s.created_at
              FROM suppression s WHERE s.email_key = ? ORDER BY s.id
              """),
          new Kind(
              "erasedSuppressions",
              Key.MARK,
              """
              SELECT s.id, s.reason, s.source, s.created_at
              FROM suppression s WHERE s.email_key = ? ORDER BY s.id
              """),
          new Kind(
              "erasures",
              Key.MARK,
              """
              SELECT e.id, e.state, e.asked_by, e.asked_at, e.done_at FROM erasure e WHERE e.mark = ? ORDER BY e.id
              """));

  private Database database;
  private ErasedPeople erased;
  private Mentions mentions;
  private NamedInFiles files;
  private CaughtMails caught;

  PersonRecords() {}

  /** For injection and tests. */
  @Inject
  public PersonRecords(
      Database database,
      ErasedPeople erased,
      Mentions mentions,
      NamedInFiles files,
      CaughtMails caught) {
    this.database = database;
    this.erased = erased;
    this.mentions = mentions;
    this.files = files;
    this.caught = caught;
  }

  /** All that is held about an address, also where it is only mentioned. */
  public PersonRecord of(EmailAddress address) {
    String key = address.key();
    String mark = erased.markOf(key);
    List<PersonRecord.Section> sections = new ArrayList<>();
    for (Kind kind : KINDS) {
      sections.add(
          new PersonRecord.Section(
              kind.name(),
              database.query(
                  connection -> rows(connection, kind, kind.by() == Key.MARK ? mark : key))));
    }
    AddressPattern pattern = AddressPattern.of(database, key);
    sections.add(
        new PersonRecord.Section(
            "importFiles", files.naming(pattern::isIn).stream().map(PersonRecords::file).toList()));
    sections.add(
        new PersonRecord.Section(
            "sandboxMails",
            caught.naming(pattern.spellings()).stream().map(PersonRecords::mail).toList()));
    sections.add(
        new PersonRecord.Section(
            "mentions",
            mentions.find(pattern, MOST).stream().map(PersonRecords::mention).toList()));
    return new PersonRecord(key, mark, sections);
  }

  private static Map<String, Object> file(Path file) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("file", String.valueOf(file.getFileName()));
    return row;
  }

  private static Map<String, Object> mail(CaughtMail mail) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", mail.id());
    row.put("receivedAt", mail.receivedAt());
    row.put("from", mail.from());
    row.put("to", mail.to());
    row.put("subject", mail.subject());
    return row;
  }

  private static Map<String, Object> mention(Mentions.Mention mention) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("where", mention.table());
    row.put("field", mention.column());
    row.put("text", mention.text());
    return row;
  }

  private static List<Map<String, Object>> rows(Connection connection, Kind kind, String key)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(kind.sql() + " FETCH FIRST " + MOST + " ROWS ONLY")) {
      select.setString(1, key);
      List<Map<String, Object>> rows = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        ResultSetMetaData columns = row.getMetaData();
        while (row.next()) {
          Map<String, Object> fields = new LinkedHashMap<>();
          for (int i = 1; i <= columns.getColumnCount(); i++) {
            String label = columns.getColumnLabel(i).toLowerCase(Locale.ROOT);
            fields.put(camel(label), value(row, i, label));
          }
          rows.add(fields);
        }
      }
      return rows;
    }
  }

  private static Object value(ResultSet row, int column, String label) throws SQLException {
    Object value = row.getObject(column);
    if (value == null) {
      return null;
    }
    return switch (label) {
      case "attributes" -> AttributeJson.read(row.getString(column));
      case "state" ->
          value instanceof Number code
              ? DeliveryState.ofCode(code.intValue()).label()
              : word(value.toString());
      case "reason" -> word(value.toString());
      default -> {
        if (label.equals("at") || label.endsWith("_at")) {
          Timestamp time = row.getTimestamp(column);
          yield time.toInstant();
        }
        yield value instanceof Number number ? number.longValue() : value.toString();
      }
    };
  }

  private static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String camel(String label) {
    StringBuilder name = new StringBuilder();
    boolean isUpper = false;
    for (char c : label.toCharArray()) {
      if (c == '_') {
        isUpper = true;
      } else {
        name.append(isUpper ? Character.toUpperCase(c) : c);
        isUpper = false;
      }
    }
    return name.toString();
  }
}
