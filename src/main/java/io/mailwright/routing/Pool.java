package io.mailwright.routing;

import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.StoredEntity;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Servers among which a campaign's mails are spread by weight. */
@Entity
@Table(name = "pool")
public class Pool extends StoredEntity {
  /** Servers in a pool at most. */
  public static final int MAX_MEMBERS = 100;

  private String name;

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(name = "pool_server", joinColumns = @JoinColumn(name = "pool_id"))
  private Set<PoolMember> members = new HashSet<>();

  /** For Jakarta Persistence. */
  protected Pool() {}

  Pool(String name, List<PoolMember> members, Instant createdAt) {
    super(createdAt);
    describe(name, members);
  }

  final void describe(String newName, List<PoolMember> newMembers) {
    this.name = Require.line("name", newName, 200);
    Require.count("servers", newMembers, 1, MAX_MEMBERS);
    if (newMembers.stream().map(PoolMember::serverId).distinct().count() < newMembers.size()) {
      throw Require.refused("servers", "names a server twice. Give each once, with its weight.");
    }
    Set<PoolMember> wanted = new HashSet<>(newMembers);
    members.retainAll(wanted);
    members.addAll(wanted);
  }

  /** What people call it; no two pools have the same name. */
  public String name() {
    return name;
  }

  /** Its servers by id, at least one. */
  public List<PoolMember> members() {
    return members.stream().sorted(Comparator.comparingLong(PoolMember::serverId)).toList();
  }
}
