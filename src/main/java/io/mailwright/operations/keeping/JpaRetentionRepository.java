package io.mailwright.operations.keeping;

import io.mailwright.kernel.store.EntityStore;
import io.mailwright.kernel.store.Revision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;

@ApplicationScoped
@Transactional
class JpaRetentionRepository implements RetentionRepository {
  @PersistenceContext(unitName = "mailwright")
  private EntityManager entities;

  JpaRetentionRepository() {}

  JpaRetentionRepository(EntityManager entities) {
    this.entities = entities;
  }

  private EntityStore<Retention> store() {
    return new EntityStore<>(entities, Retention.class, "retention");
  }

  @Override
  public Retention get() {
    return store().get(Retention.ONLY);
  }

  @Override
  public Retention change(Revision expected, RetentionRules rules) {
    return store().change(Retention.ONLY, expected, retention -> retention.change(rules));
  }
}
