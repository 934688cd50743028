package io.mailwright.operations.webhook;

import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.kernel.secret.SecretUse;
import io.mailwright.kernel.store.StoredEntity;
import io.mailwright.operations.notice.NoticeKind;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Another system that is told of notices over HTTP. */
@Entity
@Table(name = "webhook")
public class Webhook extends StoredEntity {
  private String url;
  private String secret;

  @Column(name = "notice_kinds")
  private String noticeKinds;

  private boolean enabled;

  /** For Jakarta Persistence. */
  protected Webhook() {}

  Webhook(WebhookDraft draft, String sealedSecret, Instant createdAt) {
    super(createdAt);
    describe(draft, Optional.of(sealedSecret));
  }

  /** One that was removed, as it was. */
  Webhook(Webhook removed) {
    super(removed);
    describe(removed.draft(), Optional.of(removed.secret));
  }

  /**
   * @param sealedSecret empty: as it is
   */
  final void describe(WebhookDraft draft, Optional<String> sealedSecret) {
    this.url = draft.url();
    this.noticeKinds = NoticeKind.text(draft.kinds());
    this.enabled = draft.enabled();
    sealedSecret.ifPresent(kept -> this.secret = kept);
  }

  /** What it says now, to be changed in part; the secret is not in it and is kept. */
  public WebhookDraft draft() {
    return new WebhookDraft(url, Optional.empty(), kinds(), enabled);
  }

  /** Where it is called. */
  public String url() {
    return url;
  }

  /** The host that is called: the rest of an address is often a secret. */
  public String host() {
    return HookUrl.of("url", url).host();
  }

  /** Which notices it is told. */
  public Set<NoticeKind> kinds() {
    return NoticeKind.ofText(noticeKinds);
  }

  /** Whether it is called. */
  public boolean isEnabled() {
    return enabled;
  }

  /** What its calls are signed with. */
  String openSecret(SecretBox secrets) {
    return secrets.open(SecretUse.WEBHOOK, secret);
  }
}
