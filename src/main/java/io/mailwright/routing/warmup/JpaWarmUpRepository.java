package io.mailwright.routing.warmup;

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
class JpaWarmUpRepository implements WarmUpRepository {
  @PersistenceContext(unitName = "mailwright")
  private EntityManager entities;

  @Inject private Clock clock;

  JpaWarmUpRepository() {}

  JpaWarmUpRepository(EntityManager entities, Clock clock) {
    this.entities = entities;
    this.clock = clock;
  }

  private EntityStore<WarmUpPlan> store() {
    return new EntityStore<>(entities, WarmUpPlan.class, "warm-up");
  }

  @Override
  public WarmUpPlan get(long id) {
    return store().get(id);
  }

  @Override
  public Page<WarmUpPlan> page(PageRequest request) {
    return store().page(request);
  }

  @Override
  public WarmUpPlan create(WarmUpDraft draft) {
    boolean isThere =
        !entities
            .createQuery(
                "SELECT w.id FROM WarmUpPlan w WHERE w.routeId = :route AND w.site = :site",
                Long.class)
            .setParameter("route", draft.routeId())
            .setParameter("site", draft.site().orElse(""))
            .getResultList()
            .isEmpty();
    if (isThere) {
      throw Require.refused(
          "site", "has a warm-up on route " + draft.routeId() + " already. Change that one.");
    }
    return store().add(new WarmUpPlan(draft, clock.instant()));
  }

  @Override
  public WarmUpPlan change(long id, Revision expected, WarmUpDraft draft) {
    return store()
        .change(
            id,
            expected,
            plan -> {
              refuseOther("routeId", plan.draft().routeId(), draft.routeId());
              refuseOther("site", plan.draft().site(), draft.site());
              plan.describe(draft);
            });
  }

  private static void refuseOther(String field, Object now, Object wanted) {
    if (!now.equals(wanted)) {
      throw Require.refused(field, "cannot change. Make another warm-up for it.");
    }
  }

  @Override
  public WarmUpPlan hold(long id, boolean isHeld) {
    return store().change(id, Revision.latest(), plan -> plan.hold(isHeld));
  }

  @Override
  public void delete(long id, Revision expected) {
    store().remove(id, expected);
  }
}
