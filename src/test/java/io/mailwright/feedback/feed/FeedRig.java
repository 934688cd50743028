package io.mailwright.feedback.feed;

import io.mailwright.audience.suppression.TestSuppressions;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.TestCampaigns;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.delivery.ledger.MessageIds;
import io.mailwright.delivery.policy.ReplyClassifier;
import io.mailwright.feedback.acting.BlamedRoutes;
import io.mailwright.feedback.acting.FeedbackActions;
import io.mailwright.feedback.acting.SoftBounces;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.feedback.event.TestFeedback;
import io.mailwright.feedback.link.TestKeys;
import io.mailwright.feedback.link.Verp;
import io.mailwright.feedback.origin.Origins;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.secret.DerivedKeys;
import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.routing.brake.TestBrakes;
import io.mailwright.routing.route.RouteBlames;
import io.mailwright.testing.FixedSites;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.TestEntities;
import io.mailwright.testing.TestRows;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.spec.SecretKeySpec;

/** A feed on a database with one mail that was sent, to be posted to. */
final class FeedRig implements AutoCloseable {
  static final String ANN = "ann@example.net";
  static final long CAMPAIGN = 7;

  private static final DerivedKeys KEYS = TestKeys.of(1);

  static final String MESSAGE_ID = new MessageIds(KEYS).of(CAMPAIGN, ANN, "news@example.com");

  private static final SecretBox SECRETS =
      new SecretBox(new SecretKeySpec(new byte[32], "AES"), new SecureRandom());

  final SettableClock clock = new SettableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  private final Database database;
  private final TestEntities store;
  private final SnsWeb web;
  private Feed feed;
  private String name = "Feed";

  FeedRig(Database database, SnsWeb web) {
    this.database = database;
    this.store = new TestEntities(database);
    this.web = web;
    TestRows.insertTemplateAndPool(database);
    TestRows.insertCampaign(
        database, CAMPAIGN, "news@example.com", clock.instant().minus(Duration.ofDays(2)));
    TestRows.insertDelivery(
        database,
        71,
        CAMPAIGN,
        ANN,
        DeliveryState.SENT.code(),
        clock.instant().minus(Duration.ofDays(1)));
  }

  /** What the feed is called. */
  FeedRig named(String feedName) {
    name = feedName;
    return this;
  }

  /** When the last event happened that is on record. */
  Instant lastEventAt() {
    return database.query(
        connection -> {
          try (Statement select = connection.createStatement();
              ResultSet row = select.executeQuery("SELECT MAX(at) FROM feedback_event")) {
            row.next();
            return row.getTimestamp(1).toInstant();
          }
        });
  }

  /** Makes the feed. */
  FeedRig with(FeedKind kind, String secret, String topicArn) {
    feed =
        store.in(
            e ->
                new JpaFeedRepository(e, SECRETS, new SecureRandom(), clock)
                    .create(
                        new FeedDraft(
                            name,
                            kind,
                            Optional.ofNullable(secret),
                            Optional.ofNullable(topicArn),
                            FeedDraft.DEFAULT_MAX_AGE,
                            true)));
    return this;
  }

  static String returnPath() {
    return new Verp(KEYS).address("bounces@example.com", 71);
  }

  /** Posts to the feed; a certificate is kept from one call to the next by the caller's web. */
  FeedIntake.Result post(String body, Map<String, String> headers) {
    Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(headers);
    FeedRequest request =
        new FeedRequest(
            name -> Optional.ofNullable(byName.get(name)), body.getBytes(StandardCharsets.UTF_8));
    return store.in(
        e -> {
          CampaignRepository campaigns = TestCampaigns.of(e, database, clock);
          Settings settings = new Settings(name -> Optional.empty());
          JdbcFeedTallies tallies = new JdbcFeedTallies(database, KEYS, clock);
          return new FeedIntake(
                  new JpaFeedRepository(e, SECRETS, new SecureRandom(), clock),
                  tallies,
                  tallies,
                  new Origins(database, campaigns, KEYS, clock),
                  new FeedbackActions(
                      TestFeedback.on(database),
                      TestSuppressions.of(e, database, clock),
                      new SoftBounces(database, settings, clock),
                      campaigns,
                      TestBrakes.on(database, clock),
                      FixedSites.none(),
                      Ledgers.of(database, clock),
                      new BlamedRoutes(database, new RouteBlames(database), FixedSites.none()),
                      settings),
                  ReplyClassifier.standard(),
                  SECRETS,
                  clock,
                  web)
              .take(feed.address(), request);
        });
  }

  FeedTally tally() {
    return new JdbcFeedTallies(database, KEYS, clock)
        .of(List.of(feed.id()))
        .getOrDefault(feed.id(), FeedTally.NONE);
  }

  /** What is suppressed, one line each. */
  List<String> suppressed() {
    return TestSuppressions.told(database);
  }

  /** How many events of a kind the campaign has. */
  long events(FeedbackKind kind) {
    return TestFeedback.on(database).counts(List.of(CAMPAIGN)).of(CAMPAIGN, kind).events();
  }

  @Override
  public void close() {
    store.close();
  }
}
