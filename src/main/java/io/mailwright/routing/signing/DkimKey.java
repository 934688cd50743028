package io.mailwright.routing.signing;

import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.kernel.secret.SecretUse;
import io.mailwright.kernel.store.StoredEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;

/** A key that signs mails from one domain (RFC 6376). Only {@link #isActive} changes. */
@Entity
@Table(name = "dkim_key")
public class DkimKey extends StoredEntity {
  static final String BETWEEN = "._domainkey.";

  private String domain;
  private String selector;

  @Enumerated(EnumType.STRING)
  private DkimAlgorithm algorithm;

  @Column(name = "private_key", updatable = false)
  private String privateKey;

  @Column(name = "public_key", updatable = false)
  private String publicKey;

  private boolean active;

  /** For Jakarta Persistence. */
  protected DkimKey() {}

  DkimKey(DkimKeyDraft draft, String selector, SecretBox secrets, Instant createdAt) {
    super(createdAt);
    this.domain = draft.domain();
    this.selector = selector;
    this.algorithm = draft.algorithm();
    this.active = draft.active();
    KeyPair pair = algorithm.newPair();
    this.publicKey = algorithm.published(pair.getPublic());
    this.privateKey =
        secrets.seal(
            SecretUse.DKIM_KEY, Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
  }

  void activate(boolean now) {
    this.active = now;
  }

  /** Of what mails are from, lower-case A-labels. */
  public String domain() {
    return domain;
  }

  /** Tells the domain's keys apart; lower-case DNS labels. */
  public String selector() {
    return selector;
  }

  /** How it signs. */
  public DkimAlgorithm algorithm() {
    return algorithm;
  }

  /** Whether mails are signed with it. */
  public boolean isActive() {
    return active;
  }

  /** What to publish so that receivers can verify its signatures. */
  public DnsRecord dnsRecord() {
    return new DnsRecord(
        selector + BETWEEN + domain, "v=DKIM1; k=" + algorithm.keyType() + "; p=" + publicKey);
  }

  /**
   * The private key in clear, for the one place that signs.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link
   *     io.mailwright.kernel.error.ErrorCode#SECRET_UNREADABLE}
   */
  public PrivateKey open(SecretBox secrets) {
    byte[] encoded = Base64.getDecoder().decode(secrets.open(SecretUse.DKIM_KEY, privateKey));
    try {
      return KeyFactory.getInstance(algorithm.keyFactory())
          .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The key " + id() + " is not one of " + algorithm, e);
    }
  }
}
