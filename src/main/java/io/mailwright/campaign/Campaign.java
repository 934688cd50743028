package io.mailwright.campaign;

import io.mailwright.campaign.calendar.CronCalendar;
import io.mailwright.campaign.policy.SendPolicy;
import io.mailwright.campaign.window.WindowRule;
import io.mailwright.campaign.window.WindowText;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.store.StoredEntity;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A campaign as people see and edit it. Its state is changed by {@link
 * CampaignRepository#moveState} and nothing else.
 */
@Entity
@Table(name = "campaign")
public class Campaign extends StoredEntity {
  private String name;

  @Enumerated(EnumType.STRING)
  @Column(updatable = false)
  private CampaignState state;

  @Column(updatable = false)
  private String why;

  @Column(name = "template_id")
  private long templateId;

  @Column(name = "template_no", updatable = false)
  private Integer templateNo;

  @Column(name = "from_address")
  private String fromAddress;

  @Column(name = "from_name")
  private String fromName;

  @Column(name = "reply_to")
  private String replyTo;

  @Column(name = "envelope_sender")
  private String envelopeSender;

  @Column(name = "pool_id")
  private long poolId;

  @Column(name = "interval_millis")
  private Long intervalMillis;

  @Column(name = "rate_limit")
  private Long rateLimit;

  @Enumerated(EnumType.STRING)
  @Column(name = "rate_per")
  private RateUnit ratePer;

  @Column(name = "retry_attempts")
  private int retryAttempts;

  @Column(name = "retry_first_millis")
  private long retryFirstMillis;

  @Column(name = "retry_age_millis")
  private long retryAgeMillis;

  @Enumerated(EnumType.STRING)
  @Column(name = "on_ambiguous")
  private OnAmbiguous onAmbiguous;

  private int workers;
  private int weight;

  @Embedded private StoredPolicy policy;
  @Embedded private StoredTracking tracking;

  @Column(name = "start_at")
  private Instant startAt;

  private String cron;
  private String zone;

  @Column(name = "notify")
  private String noticesTo;

  @Column(name = "send_window")
  private String sendWindow;

  private String owner;

  @Column(name = "notify_kinds")
  private String noticeKinds;

  @Column(name = "cloned_from", updatable = false)
  private Long clonedFrom;

  @Column(name = "snapshot_at", updatable = false)
  private Instant snapshotAt;

  /** A recurring one fires then; one that waits goes on then, which is not written here. */
  @Column(name = "resume_at")
  private Instant resumeAt;

  @Column(name = "started_at", updatable = false)
  private Instant startedAt;

  @Column(name = "ended_at", updatable = false)
  private Instant endedAt;

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(name = "campaign_list", joinColumns = @JoinColumn(name = "campaign_id"))
  @Column(name = "list_id")
  private Set<Long> listIds = new HashSet<>();

  /** For Jakarta Persistence. */
  protected Campaign() {}

  Campaign(
      CampaignDraft draft,
      CampaignState state,
      Optional<String> owner,
      Long clonedFrom,
      Instant createdAt) {
    super(createdAt);
    this.state = state;
    this.owner = owner.orElse(null);
    this.clonedFrom = clonedFrom;
    describe(draft, createdAt);
  }

  final void tell(CampaignNotices notices) {
    this.owner = notices.owner().orElse(null);
    this.noticeKinds =
        notices.kinds().isEmpty()
            ? null
            : notices.kinds().stream().sorted().collect(Collectors.joining(","));
  }

  /** Takes what people say; if that changes its calendar, it fires next as counted from now. */
  final void describe(CampaignDraft draft, Instant now) {
    boolean isReplanned =
        !draft.cron().equals(cron()) || (cron != null && !draft.zone().equals(ownZone()));
    this.name = draft.name();
    this.listIds.retainAll(draft.listIds());
    this.listIds.addAll(draft.listIds());
    this.templateId = draft.templateId();
    this.fromAddress = draft.from().address().written();
    this.fromName = draft.from().name().orElse(null);
    this.replyTo = draft.replyTo().map(EmailAddress::written).orElse(null);
    this.envelopeSender = draft.envelopeSender().map(EmailAddress::written).orElse(null);
    this.poolId = draft.poolId();
    this.intervalMillis = draft.interval().map(Duration::toMillis).orElse(null);
    this.rateLimit = draft.rate().map(SendRate::limit).orElse(null);
    this.ratePer = draft.rate().map(SendRate::per).orElse(null);
    this.retryAttempts = draft.retry().attempts();
    this.retryFirstMillis = draft.retry().firstDelay().toMillis();
    this.retryAgeMillis = draft.retry().maxAge().toMillis();
    this.onAmbiguous = draft.onAmbiguous();
    this.workers = draft.workers();
    this.weight = draft.weight();
    this.policy = new StoredPolicy(draft.policy());
    this.tracking = new StoredTracking(draft.tracking());
    this.startAt = draft.startAt().orElse(null);
    this.cron = draft.cron().orElse(null);
    this.zone = draft.zone().map(ZoneId::getId).orElse(null);
    this.noticesTo =
        draft.noticesTo().isEmpty()
            ? null
            : draft.noticesTo().stream()
                .map(EmailAddress::written)
                .collect(Collectors.joining("\n"));
    this.sendWindow = draft.window().isAnyTime() ? null : WindowText.of(draft.window());
    if (isReplanned) {
      this.resumeAt = nextFiring(now).orElse(null);
    }
  }

  /** The next time of its own calendar after now; empty if it has none. */
  public Optional<Instant> nextFiring(Instant now) {
    return cron().flatMap(text -> CronCalendar.of(text, zone()).nextAfter(now));
  }

  /** What it says now, to be changed in part or cloned. */
  public CampaignDraft draft() {
    return new CampaignDraft(
        name,
        listIds,
        templateId,
        new CampaignDraft.Sender(EmailAddress.of(fromAddress), Optional.ofNullable(fromName)),
        Optional.ofNullable(replyTo).map(EmailAddress::of),
        Optional.ofNullable(envelopeSender).map(EmailAddress::of),
        poolId,
        interval(),
        rate(),
        retry(),
        onAmbiguous,
        workers,
        weight,
        policy(),
        startAt(),
        cron(),
        ownZone(),
        noticesTo(),
        window(),
        tracking());
  }

  /** What people call it; several may have the same name. */
  public String name() {
    return name;
  }

  /** What it was doing when it was read. */
  public CampaignState state() {
    return state;
  }

  /** Why it is in that state, where that needs words. */
  public Optional<String> why() {
    return Optional.ofNullable(why);
  }

  /** To whom: ids of lists; none only if it is over and its lists were deleted. */
  public Set<Long> listIds() {
    return Set.copyOf(listIds);
  }

  /** The template. */
  public long templateId() {
    return templateId;
  }

  /** The template's version, once frozen. */
  public OptionalInt templateNo() {
    return templateNo == null ? OptionalInt.empty() : OptionalInt.of(templateNo);
  }

  /** The sender's address as written. */
  public String fromAddress() {
    return fromAddress;
  }

  /** The sender's name. */
  public Optional<String> fromName() {
    return Optional.ofNullable(fromName);
  }

  /** Where answers go. */
  public Optional<String> replyTo() {
    return Optional.ofNullable(replyTo);
  }

  /** Where bounces go; the sender's address unless it has one of its own. */
  public String envelopeSender() {
    return envelopeSender == null ? fromAddress : envelopeSender;
  }

  /** Over which pool. */
  public long poolId() {
    return poolId;
  }

  /** Time between two mails. */
  public Optional<Duration> interval() {
    return Optional.ofNullable(intervalMillis).map(Duration::ofMillis);
  }

  /** How many mails may go in any time of a length. */
  public Optional<SendRate> rate() {
    return rateLimit == null ? Optional.empty() : Optional.of(new SendRate(rateLimit, ratePer));
  }

  /** How long a deferred mail is tried. */
  public RetryRule retry() {
    return new RetryRule(
        retryAttempts, Duration.ofMillis(retryFirstMillis), Duration.ofMillis(retryAgeMillis));
  }

  /** What becomes of a mail whose final reply was lost. */
  public OnAmbiguous onAmbiguous() {
    return onAmbiguous;
  }

  /** Sending workers, 1 to 128. */
  public int workers() {
    return workers;
  }

  /** Its share of the workers against other campaigns. */
  public int weight() {
    return weight;
  }

  /** Whether it is urgent, and how careful it is. */
  public SendPolicy policy() {
    return policy.policy();
  }

  /** What it wants to learn of its readers. */
  public Tracking tracking() {
    return tracking.tracking();
  }

  /** When it starts by itself, once. */
  public Optional<Instant> startAt() {
    return Optional.ofNullable(startAt);
  }

  /** When a clone of it starts, again and again. */
  public Optional<String> cron() {
    return Optional.ofNullable(cron);
  }

  /** The zone of {@link #cron}; UTC unless set. */
  public ZoneId zone() {
    return zone == null ? ZoneId.of("UTC") : ZoneId.of(zone);
  }

  /** The zone that somebody gave it. */
  public Optional<ZoneId> ownZone() {
    return Optional.ofNullable(zone).map(ZoneId::of);
  }

  /** At which hours it sends. */
  public WindowRule window() {
    return sendWindow == null ? WindowRule.ANY_TIME : WindowText.read(sendWindow);
  }

  /** Who is told when it ends. */
  public List<EmailAddress> noticesTo() {
    return noticesTo == null
        ? List.of()
        : Arrays.stream(noticesTo.split("\n")).map(EmailAddress::of).toList();
  }

  /** The name of the user whose it is, and who is told what becomes of it. */
  public Optional<String> owner() {
    return Optional.ofNullable(owner);
  }

  /** Who is told what becomes of it, beside the addresses in its draft. */
  public CampaignNotices notices() {
    return new CampaignNotices(
        owner(), noticeKinds == null ? Set.of() : Set.of(noticeKinds.split(",")));
  }

  /** The recurring campaign that this is a run of. */
  public OptionalLong clonedFrom() {
    return clonedFrom == null ? OptionalLong.empty() : OptionalLong.of(clonedFrom);
  }

  /** When its audience was fixed. */
  public Optional<Instant> snapshotAt() {
    return Optional.ofNullable(snapshotAt);
  }

  /** When it first started. */
  public Optional<Instant> startedAt() {
    return Optional.ofNullable(startedAt);
  }

  /** When it was completed or cancelled. */
  public Optional<Instant> endedAt() {
    return Optional.ofNullable(endedAt);
  }
}
