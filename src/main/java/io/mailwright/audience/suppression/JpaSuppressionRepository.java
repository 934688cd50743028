package io.mailwright.audience.suppression;

import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.kernel.db.LikePattern;
import io.mailwright.kernel.store.EntityStore;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import io.mailwright.kernel.store.StoredEntity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;

@ApplicationScoped
@Transactional
class JpaSuppressionRepository implements SuppressionRepository {
  @PersistenceContext(unitName = "mailwright")
  private EntityManager entities;

  @Inject private Database database;
  @Inject private Clock clock;

  JpaSuppressionRepository() {}

  JpaSuppressionRepository(EntityManager entities, Database database, Clock clock) {
    this.entities = entities;
    this.database = database;
    this.clock = clock;
  }

  private EntityStore<Suppression> store() {
    return new EntityStore<>(entities, Suppression.class, "suppression");
  }

  @Override
  public Optional<Suppression> find(long id) {
    return store().find(id);
  }

  @Override
  public Suppression get(long id) {
    return store().get(id);
  }

  @Override
  public Optional<Suppression> of(EmailAddress email) {
    return entities
        .createQuery("SELECT s FROM Suppression s WHERE s.emailKey = :key", Suppression.class)
        .setParameter("key", email.key())
        .getResultStream()
        .findFirst();
  }

  @Override
  public Page<Suppression> page(PageRequest request, String keyPrefix) {
    if (keyPrefix.isEmpty()) {
      return store().page(request);
    }
    String order =
        request.descending() ? "s.id < :cursor ORDER BY s.id DESC" : "s.id > :cursor ORDER BY s.id";
    return Page.of(
        entities
            .createQuery(
                "SELECT s FROM Suppression s WHERE s.emailKey LIKE :prefix ESCAPE '!' AND " + order,
                Suppression.class)
            .setParameter("prefix", LikePattern.startingWith(keyPrefix))
            .setParameter("cursor", request.cursor())
            .setMaxResults(request.limit() + 1)
            .getResultList(),
        request,
        StoredEntity::id);
  }

  @Override
  public Entered add(EmailAddress email, SuppressionReason reason, String source, String note) {
    Optional<Suppression> there = of(email);
    if (there.isEmpty()) {
      Suppression made = new Suppression(email, reason, source, note, clock.instant());
      return new Entered(store().add(made), true);
    }
    Suppression now =
        store()
            .change(there.get().id(), Revision.latest(), s -> s.enterAgain(reason, source, note));
    return new Entered(now, false);
  }

  @Override
  @Transactional(Transactional.TxType.SUPPORTS)
  public boolean addNow(String emailKey, SuppressionReason reason, String source, String note) {
    try {
      return database.query(
          connection -> {
            try (var insert =
                connection.prepareStatement(
                    """
                    INSERT INTO suppression
                      (id, version, email_key, reason, source, note, created_at)
                    SELECT NEXTVAL('entity_seq'), 1, CAST(? AS VARCHAR(320)), ?, ?, ?, ?
                    WHERE NOT EXISTS (SELECT 1 FROM suppression WHERE email_key = ?)
                    """)) {
              insert.setString(1, emailKey);
              insert.setString(2, reason.name());
              insert.setString(3, source);
              insert.setString(
                  4, note == null ? null : note.substring(0, Math.min(1000, note.length())));
              insert.setObject(5, clock.instant().atOffset(ZoneOffset.UTC));
              insert.setString(6, emailKey);
              return insert.executeUpdate() == 1;
            }
          });
    } catch (DatabaseException e) {
      if (e.isConstraintViolation()) {
        // Another worker met the same address at the same moment; it is suppressed, as asked.
        return false;
      }
      throw e;
    }
  }

  @Override
  public Suppression describe(
      long id, Revision expected, SuppressionReason reason, String source, String note) {
    return store().change(id, expected, s -> s.describe(reason, source, note));
  }

  @Override
  public void delete(long id, Revision expected) {
    store().remove(id, expected);
  }
}
