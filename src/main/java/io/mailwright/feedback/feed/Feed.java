package io.mailwright.feedback.feed;

import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.kernel.secret.SecretUse;
import io.mailwright.kernel.store.StoredEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Where a provider tells of what came back. Its kind and address never change. */
@Entity
@Table(name = "feed")
public class Feed extends StoredEntity {
  private String name;

  @Enumerated(EnumType.STRING)
  @Column(updatable = false)
  private FeedKind kind;

  @Column(updatable = false)
  private String address;

  private String secret;

  @Column(name = "topic_arn")
  private String topicArn;

  @Column(name = "max_age_millis")
  private long maxAgeMillis;

  private boolean active;

  /** For Jakarta Persistence. */
  protected Feed() {}

  Feed(FeedDraft draft, String address, SecretBox secrets, Instant createdAt) {
    super(createdAt);
    this.kind = draft.kind();
    this.address = address;
    describe(draft, secrets);
  }

  /** One that was removed, as it was: its provider knows its address. */
  Feed(Feed removed) {
    super(removed.createdAt());
    this.name = removed.name;
    this.kind = removed.kind;
    this.address = removed.address;
    this.secret = removed.secret;
    this.topicArn = removed.topicArn;
    this.maxAgeMillis = removed.maxAgeMillis;
    this.active = removed.active;
  }

  final void describe(FeedDraft draft, SecretBox secrets) {
    this.name = draft.name();
    this.topicArn = draft.topicArn().orElse(null);
    this.maxAgeMillis = draft.maxAge().toMillis();
    this.active = draft.active();
    draft.secret().ifPresent(plain -> this.secret = secrets.seal(SecretUse.FEED, plain));
  }

  /** What it says now, but for the secret. */
  public FeedDraft draft() {
    return new FeedDraft(name, kind, Optional.empty(), topicArn(), maxAge(), active);
  }

  /** What people call it. */
  public String name() {
    return name;
  }

  /** Whose it is. */
  public FeedKind kind() {
    return kind;
  }

  /** The last part of its URL, which nobody can guess. */
  public String address() {
    return address;
  }

  /** The topic of SNS that it listens to. */
  public Optional<String> topicArn() {
    return Optional.ofNullable(topicArn);
  }

  /** How old what is signed may be. */
  public Duration maxAge() {
    return Duration.ofMillis(maxAgeMillis);
  }

  /** Whether it takes anything. */
  public boolean isActive() {
    return active;
  }

  /**
   * The secret in clear, for the one place that checks signatures; empty where there is none.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link
   *     io.mailwright.kernel.error.ErrorCode#SECRET_UNREADABLE}
   */
  String open(SecretBox secrets) {
    return secret == null ? "" : secrets.open(SecretUse.FEED, secret);
  }

  boolean hasSecret() {
    return secret != null;
  }
}
