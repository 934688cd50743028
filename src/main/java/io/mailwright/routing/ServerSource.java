package io.mailwright.routing;

import io.mailwright.kernel.store.StoredEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;

/** A source of a server, as it is kept; its id is the route's. */
@Entity
@Table(name = "server_source")
public class ServerSource extends StoredEntity {
  @ManyToOne(optional = false)
  @JoinColumn(name = "server_id")
  private MailServer server;

  private String address;
  private int weight;

  @Column(name = "rotate_after")
  private Integer rotateAfter;

  @Column(name = "in_use")
  private boolean inUse;

  /** For Jakarta Persistence. */
  protected ServerSource() {}

  ServerSource(MailServer server, SourceAddress source, Instant createdAt) {
    super(createdAt);
    this.server = server;
    this.address = source.address();
    use(source);
  }

  final void use(SourceAddress source) {
    this.weight = source.weight();
    this.rotateAfter = source.rotateAfter().orElse(null);
    this.inUse = true;
  }

  void switchOff() {
    this.inUse = false;
  }

  boolean isInUse() {
    return inUse;
  }

  String address() {
    return address;
  }

  /** What is set of it. */
  public SourceAddress source() {
    return new SourceAddress(address, weight, Optional.ofNullable(rotateAfter));
  }
}
