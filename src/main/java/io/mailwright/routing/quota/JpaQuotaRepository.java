package io.mailwright.routing.quota;

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

@ApplicationScoped
@Transactional
class JpaQuotaRepository implements QuotaRepository {
  @PersistenceContext(unitName = "mailwright")
  private EntityManager entities;

  @Inject private Clock clock;

  JpaQuotaRepository() {}

  JpaQuotaRepository(EntityManager entities, Clock clock) {
    this.entities = entities;
    this.clock = clock;
  }

  private EntityStore<Quota> store() {
    return new EntityStore<>(entities, Quota.class, "quota");
  }

  @Override
  public Quota get(long id) {
    return store().get(id);
  }

  @Override
  public Page<Quota> page(PageRequest request) {
    return store().page(request);
  }

  @Override
  public Quota create(QuotaDraft draft) {
    long known = entities.createQuery("SELECT COUNT(q) FROM Quota q", Long.class).getSingleResult();
    if (known >= MOST) {
      throw Require.refused(
          "subject", "would have quota " + (MOST + 1) + "; at most " + MOST + " are kept.");
    }
    return store().add(new Quota(draft, clock.instant()));
  }

  @Override
  public Quota change(long id, Revision expected, QuotaRule rule) {
    return store().change(id, expected, quota -> quota.allow(rule));
  }

  @Override
  public void delete(long id, Revision expected) {
    store().remove(id, expected);
  }
}
