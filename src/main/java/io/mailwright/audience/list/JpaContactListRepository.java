package io.mailwright.audience.list;

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
import java.util.Optional;

@ApplicationScoped
@Transactional
class JpaContactListRepository implements ContactListRepository {
  @PersistenceContext(unitName = "mailwright")
  private EntityManager entities;

  @Inject private Clock clock;

  JpaContactListRepository() {}

  JpaContactListRepository(EntityManager entities, Clock clock) {
    this.entities = entities;
    this.clock = clock;
  }

  private EntityStore<ContactList> store() {
    return new EntityStore<>(entities, ContactList.class, "list");
  }

  @Override
  public Optional<ContactList> find(long id) {
    return store().find(id);
  }

  @Override
  public ContactList get(long id) {
    return store().get(id);
  }

  @Override
  public Page<ContactList> page(PageRequest request) {
    return store().page(request);
  }

  @Override
  public ContactList create(String name) {
    return store().add(new ContactList(name, clock.instant()));
  }

  @Override
  public ContactList rename(long id, Revision expected, String name) {
    return store().change(id, expected, list -> list.rename(name));
  }

  @Override
  public void delete(long id, Revision expected) {
    store().remove(id, expected);
  }
}
