package io.mailwright.feedback.origin;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.delivery.ledger.MessageIds;
import io.mailwright.feedback.link.LeaveLink;
import io.mailwright.feedback.link.Verp;
import io.mailwright.kernel.address.AddressVerdict;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.secret.DerivedKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the mail that something came back for: by the signed return path, else by the Message-ID,
 * else by the signed link to leave, else by the recipient. A return path with a mark that was not
 * signed here is believed in nothing. Thread-safe.
 */
@ApplicationScoped
public class Origins {
  /** Older mails are not guessed at by their recipient alone. */
  private static final Duration LATELY = Duration.ofDays(60);

  private static final Pattern OURS = Pattern.compile("<?([0-9a-f]{24})\\.(\\d{1,18})@[^>]*>?");

  private Database database;
  private CampaignRepository campaigns;
  private Verp verp;
  private MessageIds messageIds;
  private LeaveLink leaveLink;
  private Clock clock;

  Origins() {}

  /** For injection and tests. */
  @Inject
  public Origins(Database database, CampaignRepository campaigns, DerivedKeys keys, Clock clock) {
    this.database = database;
    this.campaigns = campaigns;
    this.verp = new Verp(keys);
    this.messageIds = new MessageIds(keys);
    this.leaveLink = new LeaveLink(keys);
    this.clock = clock;
  }

  /**
   * What a mail that came back shows of the one that it is about.
   *
   * @param returnPaths the addresses that it was sent to
   * @param messageIds of the mail that is returned or answered
   * @param leaveLinks by which its recipient may leave
   * @param recipients who that was for, as it says
   */
  public record Traces(
      List<String> returnPaths,
      List<String> messageIds,
      List<String> leaveLinks,
      List<String> recipients) {
    /** Of what was told without the mail. */
    public Traces(List<String> returnPaths, List<String> messageIds, List<String> recipients) {
      this(returnPaths, messageIds, List.of(), recipients);
    }
  }

  /** Whether a return path claims to be signed and is not. */
  public boolean isForged(Traces traces) {
    return traces.returnPaths().stream()
        .anyMatch(path -> Verp.isMarked(path) && verp.deliveryOf(path).isEmpty());
  }

  /** The mail, if it can be told. */
  public Optional<Origin> find(Traces traces) {
    return find(traces, new HashMap<>());
  }

  /** The mail of each, if it can be told, in their order; a campaign is looked up once. */
  public List<Optional<Origin>> find(List<Traces> all) {
    Map<Long, Optional<Campaign>> seen = new HashMap<>();
    return all.stream().map(traces -> find(traces, seen)).toList();
  }

  private Optional<Origin> find(Traces traces, Map<Long, Optional<Campaign>> seen) {
    if (isForged(traces)) {
      return Optional.empty();
    }
    return byReturnPath(traces)
        .or(() -> byMessageId(traces, seen))
        .or(() -> byLeaveLink(traces, seen))
        .or(() -> byRecipient(traces));
  }

  private Optional<Origin> byReturnPath(Traces traces) {
    return traces.returnPaths().stream()
        .flatMap(path -> verp.deliveryOf(path).stream())
        .flatMap(id -> ofDelivery(id).stream())
        .findFirst();
  }

  private Optional<Origin> ofDelivery(long deliveryId) {
    return first(
        Origin.By.RETURN_PATH,
        "SELECT id, campaign_id, email_key FROM delivery WHERE id = ?",
        select -> select.setLong(1, deliveryId));
  }

  private Optional<Origin> byMessageId(Traces traces, Map<Long, Optional<Campaign>> seen) {
    for (String messageId : traces.messageIds()) {
      Matcher ours = OURS.matcher(messageId.strip());
      if (ours.matches()) {
        Optional<Campaign> campaign =
            seen.computeIfAbsent(Long.valueOf(ours.group(2)), campaigns::find);
        Optional<Origin> found = campaign.flatMap(c -> among(c, ours.group(1), traces));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** The recipient whose mail of the campaign had this identifier: it cannot be read from it. */
  private Optional<Origin> among(Campaign campaign, String mark, Traces traces) {
    return traces.recipients().stream()
        .flatMap(recipient -> key(recipient).stream())
        .filter(
            key -> messageIds.of(campaign.id(), key, campaign.fromAddress()).startsWith("<" + mark))
        .findFirst()
        .map(key -> known(Origin.By.MESSAGE_ID, campaign.id(), key));
  }

  /** A mail of which it is known whose it is and of which campaign, be it in the ledger or not. */
  private Origin known(Origin.By by, long campaignId, String emailKey) {
    return first(
            by,
            "SELECT id, campaign_id, email_key FROM delivery WHERE campaign_id = ? AND email_key = ?",
            select -> {
              select.setLong(1, campaignId);
              select.setString(2, emailKey);
            })
        .orElse(new Origin(campaignId, Optional.empty(), emailKey, by));
  }

  /** It says of itself whose mail it stood in, which need not be named besides. */
  private Optional<Origin> byLeaveLink(Traces traces, Map<Long, Optional<Campaign>> seen) {
    return traces.leaveLinks().stream()
        .flatMap(uri -> leaveLink.who(uri).stream())
        .filter(who -> seen.computeIfAbsent(who.campaignId(), campaigns::find).isPresent())
        .findFirst()
        .map(who -> known(Origin.By.UNSUBSCRIBE_LINK, who.campaignId(), who.emailKey()));
  }

  private Optional<Origin> byRecipient(Traces traces) {
    Timestamp since = Timestamp.from(clock.instant().minus(LATELY));
    return traces.recipients().stream()
        .flatMap(recipient -> key(recipient).stream())
        .flatMap(
            key ->
                first(
                    Origin.By.RECIPIENT,
                    """
                    SELECT d.id, d.campaign_id, d.email_key
                    FROM campaign c JOIN delivery d ON d.campaign_id = c.id AND d.email_key = ?
                    WHERE c.started_at > ? AND d.settled_at IS NOT NULL AND d.state IN (2, 6)
                    ORDER BY d.settled_at DESC FETCH FIRST ROW ONLY
                    """,
                    select -> {
                      select.setString(1, key);
                      select.setTimestamp(2, since);
                    })
                    .stream())
        .findFirst();
  }

  private static Optional<String> key(String address) {
    return EmailAddress.check(address) instanceof AddressVerdict.Accepted accepted
        ? Optional.of(accepted.address().key())
        : Optional.empty();
  }

  private interface Bind {
    void to(PreparedStatement select) throws SQLException;
  }

  private Optional<Origin> first(Origin.By by, String sql, Bind values) {
    return database.query(connection -> first(connection, by, sql, values));
  }

  private static Optional<Origin> first(
      Connection connection, Origin.By by, String sql, Bind values) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      values.to(select);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Origin(
                    row.getLong("campaign_id"),
                    Optional.of(row.getLong("id")),
                    row.getString("email_key"),
                    by))
            : Optional.empty();
      }
    }
  }
}
