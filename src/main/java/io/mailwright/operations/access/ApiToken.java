package io.mailwright.operations.access;

import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.StoredEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;

/** A key with which a machine calls the API. Only its hash is stored. */
@Entity
@Table(name = "api_token")
public class ApiToken extends StoredEntity {
  private String name;

  @Column(name = "token_hash", updatable = false)
  private String tokenHash;

  @Enumerated(EnumType.STRING)
  private Role role;

  @Column(name = "created_by", updatable = false)
  private String createdBy;

  @Column(name = "expires_at")
  private Instant expiresAt;

  /** For Jakarta Persistence. */
  protected ApiToken() {}

  ApiToken(
      String name,
      String tokenHash,
      Role role,
      String createdBy,
      Optional<Instant> expiresAt,
      Instant createdAt) {
    super(createdAt);
    this.name = Require.line("name", name, 100);
    this.tokenHash = tokenHash;
    this.role = role;
    this.createdBy = createdBy;
    this.expiresAt = expiresAt.orElse(null);
  }

  /** What it is for, in its maker's words. */
  public String name() {
    return name;
  }

  /** What its bearer may do. */
  public Role role() {
    return role;
  }

  /** Who made it. */
  public String createdBy() {
    return createdBy;
  }

  /** From when on it is refused; empty: never. */
  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(expiresAt);
  }

  boolean isExpiredAt(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }
}
