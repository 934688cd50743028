package io.mailwright.feedback.feed;

import io.mailwright.delivery.policy.ReplyClassifier;
import io.mailwright.feedback.acting.CameBack;
import io.mailwright.feedback.acting.FeedbackActions;
import io.mailwright.feedback.bounce.FeedbackClassifier;
import io.mailwright.feedback.event.FeedbackEvent;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.feedback.origin.Origin;
import io.mailwright.feedback.origin.Origins;
import io.mailwright.kernel.address.AddressVerdict;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.kernel.text.Cut;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes what providers post: proves it, understands it, and has it acted on as mails that come back
 * are. What comes again changes nothing; what is refused is counted, and changes nothing else.
 * Thread-safe.
 */
@ApplicationScoped
public class FeedIntake {
  private static final int MOST_SOURCE = 200;

  private FeedRepository feeds;
  private FeedTallies tallies;
  private Origins origins;
  private FeedbackActions actions;
  private SecretBox secrets;
  private Clock clock;
  private Map<FeedKind, FeedSource> sources;

  FeedIntake() {}

  /** For injection. */
  @Inject
  public FeedIntake(
      FeedRepository feeds,
      FeedTallies tallies,
      FeedMarks marks,
      Origins origins,
      FeedbackActions actions,
      ReplyClassifier rules,
      SecretBox secrets,
      Clock clock) {
    this(feeds, tallies, marks, origins, actions, rules, secrets, clock, SnsWeb.real());
  }

  FeedIntake(
      FeedRepository feeds,
      FeedTallies tallies,
      FeedMarks marks,
      Origins origins,
      FeedbackActions actions,
      ReplyClassifier rules,
      SecretBox secrets,
      Clock clock,
      SnsWeb web) {
    this.feeds = feeds;
    this.tallies = tallies;
    this.origins = origins;
    this.actions = actions;
    this.secrets = secrets;
    this.clock = clock;
    Refusals refusals = new Refusals(new FeedbackClassifier(rules));
    this.sources =
        Map.of(
            FeedKind.SES,
            new SesFeed(refusals, new SnsCertificates(web, clock), web),
            FeedKind.SENDGRID,
            new SendGridFeed(refusals),
            FeedKind.MAILGUN,
            new MailgunFeed(refusals, marks),
            FeedKind.POSTMARK,
            new PostmarkFeed(refusals),
            FeedKind.GENERIC,
            new GenericFeed(refusals));
  }

  /**
   * What became of a request.
   *
   * @param taken events that changed something
   * @param repeated events that were told before
   * @param passedOver events that mean nothing here
   * @param bad events that could not be read; the others were taken
   */
  public record Taken(int taken, int repeated, int passedOver, List<Place> bad) implements Result {}

  /**
   * An event that could not be read.
   *
   * @param index its place in the request, from 0
   */
  public record Place(int index, String why) {}

  /** Nothing of the request was done, because it cannot be read. */
  public record Malformed(String why) implements Result {}

  /** Nothing of the request was done, because it is forged or stale. */
  public record NotBelieved(String why) implements Result {}

  /** Nothing was done, but the same request may be taken later. */
  public record NotNow(String why) implements Result {}

  /** There is no such feed, or it is switched off. */
  public record NoFeed() implements Result {}

  /** What came of a request. */
  public sealed interface Result permits Taken, Malformed, NotBelieved, NotNow, NoFeed {}

  /**
   * Takes a request.
   *
   * @param address the last part of the feed's URL
   * @throws io.mailwright.kernel.db.DatabaseException if the database is away; the same request may
   *     come again
   */
  public Result take(String address, FeedRequest request) {
    Optional<Feed> feed = feeds.at(address).filter(Feed::isActive);
    return feed.isPresent() ? take(feed.get(), request) : new NoFeed();
  }

  private Result take(Feed feed, FeedRequest request) {
    Instant now = clock.instant();
    try {
      FeedBatch batch =
          sources
              .get(feed.kind())
              .read(
                  request,
                  new FeedSource.Trust(
                      feed.id(),
                      feed.topicArn().orElse(""),
                      feed.open(secrets),
                      new Freshness(now, feed.maxAge())));
      return acted(feed, batch, now);
    } catch (FeedRefusal refusal) {
      tallies.add(feed.id(), refused(refusal, now));
      return switch (refusal.kind()) {
        case MALFORMED -> new Malformed(refusal.getMessage());
        case FORGED, STALE -> new NotBelieved(refusal.getMessage());
        case UNKNOWABLE -> new NotNow(refusal.getMessage());
      };
    }
  }

  private static FeedTally refused(FeedRefusal refusal, Instant now) {
    FeedRefusal.Kind kind = refusal.kind();
    return new FeedTally(
        0,
        0,
        0,
        kind == FeedRefusal.Kind.MALFORMED ? 1 : 0,
        kind == FeedRefusal.Kind.FORGED ? 1 : 0,
        kind == FeedRefusal.Kind.STALE ? 1 : 0,
        Optional.empty(),
        Optional.empty(),
        Optional.of(now),
        Optional.of(refusal.getMessage()));
  }

  private Taken acted(Feed feed, FeedBatch batch, Instant now) {
    int taken = 0;
    int repeated = 0;
    int passedOver = 0;
    List<Place> bad = new ArrayList<>();
    batch.bad().forEach(one -> bad.add(new Place(one.index(), one.why())));
    String last = "";
    for (FeedEvent event : batch.events()) {
      last = event.name();
      if (event.what().isEmpty()) {
        passedOver++;
        continue;
      }
      switch (act(feed, event, event.what().get(), now)) {
        case NOTHING_NEW -> repeated++;
        case RECORDED, SUPPRESSED -> taken++;
        case NOBODYS -> passedOver++;
      }
    }
    tallies.add(
        feed.id(),
        new FeedTally(
            taken,
            repeated,
            passedOver,
            bad.size(),
            0,
            0,
            Optional.of(now),
            Optional.of(last).filter(name -> !name.isEmpty()),
            bad.isEmpty() ? Optional.empty() : Optional.of(now),
            bad.stream().findFirst().map(one -> "event " + one.index() + ": " + one.why())));
    return new Taken(taken, repeated, passedOver, bad);
  }

  private enum Did {
    NOTHING_NEW,
    RECORDED,
    SUPPRESSED,
    /** It names an address that is none, or a forged return path. */
    NOBODYS
  }

  private Did act(Feed feed, FeedEvent event, FeedbackKind kind, Instant now) {
    Origins.Traces traces =
        new Origins.Traces(event.returnPaths(), event.messageIds(), List.of(event.recipient()));
    if (origins.isForged(traces)) {
      return Did.NOBODYS;
    }
    Optional<Origin> origin = origins.find(traces);
    Optional<String> emailKey = origin.map(Origin::emailKey).or(() -> key(event.recipient()));
    if (emailKey.isEmpty()) {
      return Did.NOBODYS;
    }
    FeedbackActions.Done done =
        actions.act(
            new CameBack(
                kind,
                emailKey.get(),
                origin,
                // A clock that is ahead makes nothing count for longer.
                event.at().isAfter(now) ? now : event.at(),
                Cut.to("feed " + feed.name(), MOST_SOURCE),
                event.words(),
                event.isAboutSender(),
                FeedbackEvent.identity(kind, identity(feed, event, kind, origin))));
    return switch (done) {
      case NOTHING_NEW -> Did.NOTHING_NEW;
      case RECORDED -> Did.RECORDED;
      case SUPPRESSED -> Did.SUPPRESSED;
    };
  }

  /**
   * A mail bounces for good once, and is complained of once, whoever tells it: a mailbox may tell
   * the same. All else is known by the provider's own mark.
   */
  private static String identity(
      Feed feed, FeedEvent event, FeedbackKind kind, Optional<Origin> origin) {
    boolean isOnce = kind == FeedbackKind.HARD_BOUNCE || kind == FeedbackKind.COMPLAINT;
    return origin
        .filter(found -> isOnce)
        .flatMap(Origin::deliveryId)
        .map(id -> "delivery " + id)
        .orElse("feed " + feed.id() + " " + event.id());
  }

  private static Optional<String> key(String address) {
    return EmailAddress.check(address) instanceof AddressVerdict.Accepted accepted
        ? Optional.of(accepted.address().key())
        : Optional.empty();
  }
}
