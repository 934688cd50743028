package io.mailwright.operations.person;

import io.mailwright.feedback.evidence.EvidenceRepository;
import io.mailwright.feedback.evidence.RawMail;
import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stored mails that came back and name somebody: in what was found in them, or anywhere in their
 * bytes, also where those are in Base64 or quoted-printable, or in a return path (VERP).
 */
@ApplicationScoped
class NamedInMails {
  private static final Logger LOG = Logger.getLogger(NamedInMails.class.getName());
  private static final int PAGE = 100;

  /** Characters that are looked through at a time, and how many of them twice. */
  private static final int WINDOW = 1024 * 1024;

  private static final int OVERLAP = 64 * 1024;

  /** A line of quoted-printable that goes on. */
  private static final Pattern SOFT_BREAK = Pattern.compile("=\\r?\\n");

  private static final Pattern BASE64_WORD =
      Pattern.compile("=\\?[^?\\s]{1,40}\\?[Bb]\\?([A-Za-z0-9+/=]{1,200})\\?=");

  private static final Pattern BASE64_LINE = Pattern.compile("[A-Za-z0-9+/]++={0,2}");

  /** A shorter line is a word, unless it ends some that are none. */
  private static final int LEAST_OF_LINE = 16;

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
        if (mails.raw(id).filter(raw -> names(raw, address)).isPresent()) {
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

  private static boolean names(RawMail raw, AddressPattern address) {
    try (Reader mail = new InputStreamReader(raw.open(), StandardCharsets.UTF_8)) {
      char[] window = new char[WINDOW];
      int filled = fill(mail, window, 0);
      boolean isFound = isIn(new String(window, 0, filled), address);
      while (!isFound && filled == WINDOW) {
        int kept = WINDOW - lineAfter(window, WINDOW - OVERLAP);
        System.arraycopy(window, WINDOW - kept, window, 0, kept);
        filled = fill(mail, window, kept);
        isFound = isIn(new String(window, 0, filled), address);
      }
      return isFound;
    } catch (IOException | UncheckedIOException e) {
      // What cannot be unpacked cannot be read by anybody either, but it may name the address.
      LOG.log(Level.WARNING, "a stored mail cannot be unpacked and is deleted", e);
      return true;
    }
  }

  private static int fill(Reader mail, char[] window, int from) throws IOException {
    int filled = from;
    int n = mail.read(window, filled, WINDOW - filled);
    while (n > 0) {
      filled += n;
      n = mail.read(window, filled, WINDOW - filled);
    }
    return filled;
  }

  /** Where a line begins, or the place itself if none does. */
  private static int lineAfter(char[] window, int place) {
    for (int i = place; i < WINDOW; i++) {
      if (window[i] == '\n') {
        return i + 1;
      }
    }
    return place;
  }

  private static boolean isIn(String text, AddressPattern address) {
    String lower = text.toLowerCase(Locale.ROOT);
    return address.isIn(text)
        || address.isIn(SOFT_BREAK.matcher(text).replaceAll("").replace("=40", "@"))
        || address.spellings().stream().anyMatch(s -> lower.contains(s.replace('@', '=')))
        || decoded(text).stream().anyMatch(address::isIn);
  }

  /** What stands there in Base64: lines that follow each other, and words of headers. */
  private static List<String> decoded(String text) {
    List<String> parts = new ArrayList<>();
    Matcher word = BASE64_WORD.matcher(text);
    while (word.find()) {
      parts.add(decode(word.group(1)));
    }
    StringBuilder lines = new StringBuilder();
    text.lines()
        .forEach(
            line -> {
              boolean isLong = line.length() >= LEAST_OF_LINE || !lines.isEmpty();
              boolean isPart = isLong && BASE64_LINE.matcher(line).matches();
              lines.append(isPart ? line : "");
              if (!lines.isEmpty() && (!isPart || line.endsWith("="))) {
                parts.add(decode(lines.toString()));
                lines.setLength(0);
              }
            });
    parts.add(decode(lines.toString()));
    return parts;
  }

  private static String decode(String base64) {
    String digits = base64.replace("=", "");
    // Of a piece that is cut off the whole bytes are told.
    String whole = digits.length() % 4 == 1 ? digits.substring(0, digits.length() - 1) : digits;
    return new String(Base64.getDecoder().decode(whole), StandardCharsets.UTF_8);
  }
}
