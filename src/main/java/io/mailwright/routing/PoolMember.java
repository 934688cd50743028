package io.mailwright.routing;

import io.mailwright.kernel.error.Require;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.Objects;

/** A server in a pool, with its share of the mails. A value: equal when its parts are. */
@Embeddable
public class PoolMember {
  @Column(name = "server_id")
  private long serverId;

  private int weight;

  /** For Jakarta Persistence. */
  protected PoolMember() {}

  /**
   * @param serverId a server's id
   * @param weight its share against the others, 1 to 1,000
   */
  public PoolMember(long serverId, int weight) {
    this.serverId = serverId;
    this.weight = (int) Require.range("servers.weight", weight, 1, 1000);
  }

  /** The server. */
  public long serverId() {
    return serverId;
  }

  /** Its share against the others, 1 to 1,000. */
  public int weight() {
    return weight;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PoolMember that && serverId == that.serverId && weight == that.weight;
  }

  @Override
  public int hashCode() {
    return Objects.hash(serverId, weight);
  }
}
