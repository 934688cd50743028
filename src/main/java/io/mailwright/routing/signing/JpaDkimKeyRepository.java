package io.mailwright.routing.signing;

import io.mailwright.kernel.secret.SecretBox;
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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

@ApplicationScoped
@Transactional
class JpaDkimKeyRepository implements DkimKeyRepository {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);

  @PersistenceContext(unitName = "mailwright")
  private EntityManager entities;

  @Inject private SecretBox secrets;
  @Inject private Clock clock;

  JpaDkimKeyRepository() {}

  JpaDkimKeyRepository(EntityManager entities, SecretBox secrets, Clock clock) {
    this.entities = entities;
    this.secrets = secrets;
    this.clock = clock;
  }

  private EntityStore<DkimKey> store() {
    return new EntityStore<>(entities, DkimKey.class, "key");
  }

  @Override
  public DkimKey get(long id) {
    return store().get(id);
  }

  @Override
  public Page<DkimKey> page(PageRequest request) {
    return store().page(request);
  }

  @Override
  public List<DkimKey> signing(String domain) {
    Map<DkimAlgorithm, DkimKey> newest = new TreeMap<>();
    entities
        .createQuery(
            "SELECT k FROM DkimKey k WHERE k.domain = :domain AND k.active = TRUE ORDER BY k.id",
            DkimKey.class)
        .setParameter("domain", domain)
        .getResultList()
        .forEach(key -> newest.put(key.algorithm(), key));
    return List.copyOf(newest.values());
  }

  @Override
  public DkimKey create(DkimKeyDraft draft) {
    String selector = draft.selector().orElseGet(() -> todays(draft.algorithm()));
    return store().add(new DkimKey(draft, selector, secrets, clock.instant()));
  }

  private String todays(DkimAlgorithm algorithm) {
    return "mw" + DAY.format(clock.instant()) + "-" + algorithm.keyType();
  }

  @Override
  public DkimKey activate(long id, Revision expected, boolean active) {
    return store().change(id, expected, key -> key.activate(active));
  }

  @Override
  public void delete(long id, Revision expected) {
    store().remove(id, expected);
  }
}
