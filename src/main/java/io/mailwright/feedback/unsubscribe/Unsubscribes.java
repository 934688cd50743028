package io.mailwright.feedback.unsubscribe;

import io.mailwright.audience.suppression.Suppression;
import io.mailwright.audience.suppression.SuppressionDraft;
import io.mailwright.audience.suppression.SuppressionReason;
import io.mailwright.audience.suppression.SuppressionRepository;
import io.mailwright.feedback.event.FeedbackEvent;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.feedback.event.FeedbackRepository;
import io.mailwright.feedback.link.UnsubscribeToken;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What recipients do by the link in their mails: they leave, and come back. The suppression acts on
 * mails that are not claimed yet, and on those claimed within a second. Thread-safe.
 */
@ApplicationScoped
public class Unsubscribes {
  private static final String IS_IN =
      "EXISTS (SELECT 1 FROM contact k WHERE k.list_id = l.id AND k.email_key = ?)";

  private Database database;
  private SuppressionRepository suppressions;
  private FeedbackRepository feedback;
  private Settings settings;
  private Clock clock;

  Unsubscribes() {}

  /** For injection and tests. */
  @Inject
  public Unsubscribes(
      Database database,
      SuppressionRepository suppressions,
      FeedbackRepository feedback,
      Settings settings,
      Clock clock) {
    this.database = database;
    this.suppressions = suppressions;
    this.feedback = feedback;
    this.settings = settings;
    this.clock = clock;
  }

  /** Where the recipient stands. */
  public Subscription of(UnsubscribeToken who) {
    List<Suppression> held = suppressions.of(who.emailKey());
    List<Subscription.OfList> lists = new ArrayList<>();
    lists(who)
        .forEach(
            (id, name) ->
                lists.add(
                    new Subscription.OfList(
                        id, name, held.stream().anyMatch(s -> s.listId() == id))));
    Optional<Suppression> all = held.stream().filter(Suppression::isOfAllLists).findFirst();
    return new Subscription(
        who.emailKey(),
        locale(who),
        lists,
        all.isPresent(),
        all.filter(s -> s.reason() == SuppressionReason.UNSUBSCRIBE).isPresent());
  }

  /** What one click leaves, as people have set it. */
  public UnsubscribeScope oneClickScope() {
    return settings.unsubscribesFromAll() ? UnsubscribeScope.ALL : UnsubscribeScope.LISTS;
  }

  /**
   * The recipient leaves. Doing it twice is doing it once.
   *
   * @param how it was asked for, in a few words
   * @return whether that changed anything
   */
  public boolean leave(UnsubscribeToken who, UnsubscribeScope scope, String how) {
    List<Long> left =
        scope == UnsubscribeScope.ALL
            ? List.of(SuppressionDraft.ALL_LISTS)
            : List.copyOf(lists(who).keySet());
    return leave(who, left.isEmpty() ? List.of(SuppressionDraft.ALL_LISTS) : left, how);
  }

  /**
   * The recipient stays with these of the campaign's lists and leaves the others, or comes back to
   * them.
   */
  public void choose(UnsubscribeToken who, List<Long> wanted, String how) {
    List<Long> lists = List.copyOf(lists(who).keySet());
    List<Long> kept = lists.stream().filter(wanted::contains).toList();
    Set<Long> left = new TreeSet<>(lists);
    if (!kept.isEmpty() && of(who).getsNothing()) {
      // Who left all mail comes back to these, and to no other list.
      left.addAll(listsWith(who.emailKey()));
    }
    kept.forEach(left::remove);
    if (!left.isEmpty()) {
      leave(who, List.copyOf(left), how);
    }
    if (!kept.isEmpty()) {
      List<Long> again = new ArrayList<>(kept);
      again.add(SuppressionDraft.ALL_LISTS);
      suppressions.removeNow(who.emailKey(), again, SuppressionReason.UNSUBSCRIBE);
    }
  }

  /**
   * The recipient did not mean to leave.
   *
   * @param left lists of the campaign, or {@link SuppressionDraft#ALL_LISTS}; others are passed
   *     over, and so is what it did not leave by its own wish
   */
  public void takeBack(UnsubscribeToken who, List<Long> left) {
    Set<Long> own = lists(who).keySet();
    List<Long> again =
        left.stream().filter(id -> id == SuppressionDraft.ALL_LISTS || own.contains(id)).toList();
    if (!again.isEmpty()) {
      suppressions.removeNow(who.emailKey(), again, SuppressionReason.UNSUBSCRIBE);
    }
  }

  /** The lists that the address is in. */
  private Set<Long> listsWith(String emailKey) {
    return database.query(
        connection -> {
          Set<Long> lists = new TreeSet<>();
          try (PreparedStatement select =
              connection.prepareStatement("SELECT list_id FROM contact WHERE email_key = ?")) {
            select.setString(1, emailKey);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                lists.add(row.getLong("list_id"));
              }
            }
          }
          return lists;
        });
  }

  private boolean leave(UnsubscribeToken who, List<Long> listIds, String how) {
    int added =
        suppressions.addNow(
            listIds.stream()
                .map(
                    id ->
                        new SuppressionDraft(
                            who.emailKey(),
                            id,
                            SuppressionReason.UNSUBSCRIBE,
                            "campaign " + who.campaignId(),
                            Optional.empty(),
                            Optional.of(how + " at " + clock.instant())))
                .toList());
    boolean isNew =
        feedback.record(
            new FeedbackEvent(
                FeedbackKind.UNSUBSCRIBE,
                Optional.of(who.campaignId()),
                who.emailKey(),
                clock.instant(),
                how,
                Optional.empty(),
                FeedbackEvent.identity(
                    FeedbackKind.UNSUBSCRIBE, who.campaignId() + " " + who.emailKey())));
    return added > 0 || isNew;
  }

  /**
   * Those of the campaign's lists that there still are and that the recipient is in, by id; all of
   * them, if it is in none any more.
   */
  private Map<Long, String> lists(UnsubscribeToken who) {
    return database.query(
        connection -> {
          Map<Long, String> own = lists(connection, who, IS_IN);
          return own.isEmpty()
              ? lists(connection, who, "CAST(? AS VARCHAR(320)) IS NOT NULL")
              : own;
        });
  }

  private static Map<Long, String> lists(
      Connection connection, UnsubscribeToken who, String condition) throws SQLException {
    Map<Long, String> lists = new TreeMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT l.id, l.name FROM campaign_list c JOIN contact_list l ON l.id = c.list_id
            WHERE c.campaign_id = ? AND %s
            """
                .formatted(condition))) {
      select.setLong(1, who.campaignId());
      select.setString(2, who.emailKey());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          lists.put(row.getLong("id"), row.getString("name"));
        }
      }
    }
    return lists;
  }

  private Optional<String> locale(UnsubscribeToken who) {
    return database.query(connection -> locale(connection, who));
  }

  private static Optional<String> locale(Connection connection, UnsubscribeToken who)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT c.locale FROM contact c
            WHERE c.email_key = ? AND c.locale IS NOT NULL
              AND c.list_id IN (SELECT l.list_id FROM campaign_list l WHERE l.campaign_id = ?)
            ORDER BY c.id FETCH FIRST ROW ONLY
            """)) {
      select.setString(1, who.emailKey());
      select.setLong(2, who.campaignId());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getString("locale")) : Optional.empty();
      }
    }
  }
}
