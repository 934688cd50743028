package io.mailwright.kernel.store;

import jakarta.persistence.Column;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Something that people edit. What a repository returns is detached: changing it changes nothing
 * stored.
 */
@MappedSuperclass
public abstract class StoredEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "entity_seq")
  private long id;

  @Version private int version;

  @Column(name = "created_at", nullable = false, updatable = false)
  private Instant createdAt;

  /** For Jakarta Persistence. */
  protected StoredEntity() {}

  /**
   * @param createdAt kept to the microsecond, as databases do
   */
  protected StoredEntity(Instant createdAt) {
    this.createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * One whose id is drawn already.
   *
   * @param id 0 if it is not
   * @param createdAt kept to the microsecond, as databases do
   */
  protected StoredEntity(long id, Instant createdAt) {
    this(createdAt);
    this.id = id;
  }

  /** One that was removed and comes back, under its id; its changes are counted anew. */
  protected StoredEntity(StoredEntity removed) {
    this.id = removed.id;
    this.createdAt = removed.createdAt;
  }

  /** The id, 1 or more; 0 before it is stored. */
  public long id() {
    return id;
  }

  /** Counts the changes, from 1. */
  public int version() {
    return version;
  }

  /** When it was made. */
  public Instant createdAt() {
    return createdAt;
  }
}
