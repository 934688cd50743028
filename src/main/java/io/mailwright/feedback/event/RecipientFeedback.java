package io.mailwright.feedback.event;

import io.mailwright.kernel.address.AddressVerdict;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came back for single recipients of a campaign. Thread-safe. */
@ApplicationScoped
public class RecipientFeedback {
  private Database database;

  RecipientFeedback() {}

  /** For injection and tests. */
  @Inject
  public RecipientFeedback(Database database) {
    this.database = database;
  }

  /**
   * Something that came back, when it first did.
   *
   * @param words what was told, in one line
   */
  public record CameBack(FeedbackKind kind, Instant at, Optional<String> words) {}

  /**
   * What came back for the mails of a campaign, each kind once.
   *
   * @param emails as they are written in the list, or their normalised form; some thousands at most
   * @return by the address as it is given; nothing stands for those for whom nothing came back
   */
  public Map<String, List<CameBack>> of(long campaignId, Collection<String> emails) {
    Map<String, List<String>> byKey = new HashMap<>();
    emails.forEach(email -> byKey.computeIfAbsent(key(email), k -> new ArrayList<>(1)).add(email));
    Map<String, List<CameBack>> found = new HashMap<>();
    if (byKey.isEmpty()) {
      return found;
    }
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT email_key, kind, at, detail FROM feedback_event
                  WHERE email_key = ANY(?) AND campaign_id = ? AND kind BETWEEN 1 AND 6 ORDER BY id
                  """)) {
            select.setArray(
                1, connection.createArrayOf("VARCHAR", byKey.keySet().toArray(String[]::new)));
            select.setLong(2, campaignId);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                CameBack one =
                    new CameBack(
                        FeedbackKind.ofCode(row.getInt("kind")),
                        row.getTimestamp("at").toInstant(),
                        Optional.ofNullable(row.getString("detail")));
                byKey.get(row.getString("email_key")).forEach(email -> addFirst(found, email, one));
              }
            }
          }
          return found;
        });
  }

  private static void addFirst(Map<String, List<CameBack>> found, String email, CameBack one) {
    List<CameBack> all = found.computeIfAbsent(email, e -> new ArrayList<>(1));
    if (all.stream().noneMatch(before -> before.kind() == one.kind())) {
      all.add(one);
    }
  }

  private static String key(String email) {
    return EmailAddress.check(email) instanceof AddressVerdict.Accepted accepted
        ? accepted.address().key()
        : email;
  }
}
