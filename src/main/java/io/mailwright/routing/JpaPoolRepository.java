package io.mailwright.routing;

import io.mailwright.campaign.PoolDirectory;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.EntityStore;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

@ApplicationScoped
@Transactional
class JpaPoolRepository implements PoolRepository, PoolDirectory {
  @PersistenceContext(unitName = "mailwright")
  private EntityManager entities;

  @Inject private Clock clock;

  JpaPoolRepository() {}

  JpaPoolRepository(EntityManager entities, Clock clock) {
    this.entities = entities;
    this.clock = clock;
  }

  private EntityStore<Pool> store() {
    return new EntityStore<>(entities, Pool.class, "pool");
  }

  @Override
  public boolean hasPool(long id) {
    return find(id).isPresent();
  }

  @Override
  public Optional<Pool> find(long id) {
    return store().find(id);
  }

  @Override
  public Pool get(long id) {
    return store().get(id);
  }

  @Override
  public Page<Pool> page(PageRequest request) {
    return store().page(request);
  }

  @Override
  public Optional<Pool> findByName(String name) {
    return store().findByName(name);
  }

  @Override
  public Pool create(String name, List<PoolMember> members) {
    refuseUnknown(members);
    return store().add(new Pool(name, members, clock.instant()));
  }

  @Override
  public Pool change(long id, Revision expected, String name, List<PoolMember> members) {
    refuseUnknown(members);
    return store().change(id, expected, pool -> pool.describe(name, members));
  }

  @Override
  public void delete(long id, Revision expected) {
    store().remove(id, expected);
  }

  private void refuseUnknown(List<PoolMember> members) {
    for (PoolMember member : members) {
      if (entities.find(MailServer.class, member.serverId()) == null) {
        throw Require.refused(
            "servers", "names the server " + member.serverId() + ", which does not exist.");
      }
    }
  }
}
