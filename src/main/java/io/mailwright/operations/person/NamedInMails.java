package io.mailwright.operations.person;

import io.mailwright.feedback.evidence.EvidenceRepository;
import io.mailwright.feedback.evidence.RawMail;
import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stored mails that came back and name somebody: in what was found in them, or anywhere in their
 * bytes, also where those are in Base64 or quoted-printable.
 */
@ApplicationScoped
class NamedInMails {
  private static final Logger LOG = Logger.getLogger(NamedInMails.class.getName());
  private static final int PAGE = 100;

  /** A part in Base64: some whole lines. */
  private static final Pattern BASE64 =
      Pattern.compile("(?m)(?:^[A-Za-z0-9+/]{40,}={0,2}\\r?\\n)+(?:^[A-Za-z0-9+/]+={0,2}\\r?$)?");

  private Database database;
  private EvidenceRepository mails;

  NamedInMails() {}

  @Inject
  NamedInMails(Database database, EvidenceRepository mails) {
    this.database = database;
    this.mails = mails;
  }

  /** How many were found to be about the address. */
  long about(String emailKey) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT COUNT(DISTINCT mail_id) FROM returned_mail_finding WHERE email_key = ?")) {
            select.setString(1, emailKey);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }

  /**
   * Deletes those that name the address; what others learned of them stands with the events.
   *
   * @param hasTime asked between mails; false ends it
   * @return how many
   */
  long delete(AddressPattern address, BooleanSupplier hasTime) {
    long deleted = 0;
    for (String spelling : address.spellings()) {
      deleted +=
          change(
              "DELETE FROM returned_mail WHERE id IN (SELECT mail_id FROM returned_mail_finding WHERE email_key = ?)",
              spelling);
    }
    long after = 0;
    List<Long> page = after(after);
    while (!page.isEmpty() && hasTime.getAsBoolean()) {
      for (long id : page) {
        if (mails.raw(id).filter(raw -> names(raw, address.spellings())).isPresent()) {
          deleted += change("DELETE FROM returned_mail WHERE id = ?", id);
        }
        after = id;
      }
      page = after(after);
    }
    return deleted;
  }

  private int change(String sql, Object value) {
    return database.query(
        connection -> {
          try (PreparedStatement change = connection.prepareStatement(sql)) {
            change.setObject(1, value);
            return change.executeUpdate();
          }
        });
  }

  private List<Long> after(long id) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT id FROM returned_mail WHERE id > ? ORDER BY id LIMIT " + PAGE)) {
            select.setLong(1, id);
            List<Long> ids = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                ids.add(row.getLong(1));
              }
            }
            return ids;
          }
        });
  }

  private static boolean names(RawMail raw, Set<String> spellings) {
    try (InputStream mail = raw.open()) {
      String text = new String(mail.readAllBytes(), StandardCharsets.UTF_8);
      return hasOne(text, spellings)
          || hasOne(text.replaceAll("=\\r?\\n", "").replace("=40", "@"), spellings)
          || decoded(text).stream().anyMatch(part -> hasOne(part, spellings));
    } catch (IOException e) {
      // What cannot be unpacked cannot be read by anybody either, but it may name the address.
      LOG.log(Level.WARNING, "a stored mail cannot be unpacked and is deleted", e);
      return true;
    }
  }

  private static boolean hasOne(String text, Set<String> spellings) {
    String lower = text.toLowerCase(Locale.ROOT);
    return spellings.stream().anyMatch(lower::contains);
  }

  private static List<String> decoded(String text) {
    List<String> parts = new ArrayList<>();
    Matcher part = BASE64.matcher(text);
    while (part.find()) {
      parts.add(new String(Base64.getMimeDecoder().decode(part.group()), StandardCharsets.UTF_8));
    }
    return parts;
  }
}
