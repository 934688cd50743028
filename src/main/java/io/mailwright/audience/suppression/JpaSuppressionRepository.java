package io.mailwright.audience.suppression;

import io.mailwright.audience.erased.ErasedPeople;
import io.mailwright.kernel.address.AddressVerdict;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.kernel.db.LikePattern;
import io.mailwright.kernel.store.EntityStore;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

@ApplicationScoped
@Transactional
class JpaSuppressionRepository implements SuppressionRepository {
  @PersistenceContext(unitName = "mailwright")
  private EntityManager entities;

  @Inject private Database database;
  @Inject private Clock clock;
  @Inject private ErasedPeople erased;

  JpaSuppressionRepository() {}

  JpaSuppressionRepository(
      EntityManager entities, Database database, Clock clock, ErasedPeople erased) {
    this.entities = entities;
    this.database = database;
    this.clock = clock;
    this.erased = erased;
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
  public List<Suppression> of(String emailKey) {
    return entities
        .createQuery(
            "SELECT s FROM Suppression s WHERE s.emailKey = :key ORDER BY s.listId",
            Suppression.class)
        .setParameter("key", erased.keyFor(emailKey))
        .getResultList();
  }

  @Override
  public Page<Suppression> page(PageRequest request, SuppressionQuery query) {
    Map<String, Object> given = new HashMap<>();
    List<String> conditions = new ArrayList<>();
    if (!query.keyPrefix().isEmpty()) {
      conditions.add("e.emailKey LIKE :prefix ESCAPE '!'");
      given.put("prefix", LikePattern.startingWith(known(query.keyPrefix())));
    }
    if (query.reason() != null) {
      conditions.add("e.reason = :reason");
      given.put("reason", query.reason());
    }
    if (query.listId() != null) {
      conditions.add("e.listId = :list");
      given.put("list", query.listId());
    }
    return store().page(request, String.join(" AND ", conditions), given);
  }

  /** A whole address is found however its domain is written, and also who was erased. */
  private String known(String prefix) {
    return EmailAddress.check(prefix) instanceof AddressVerdict.Accepted whole
        ? erased.keyFor(whole.address().key())
        : prefix;
  }

  @Override
  public Entered add(SuppressionDraft given) {
    // Not one of the ids that are drawn ahead: the list is read by them as by time.
    Number id =
        (Number) entities.createNativeQuery("SELECT NEXTVAL('entity_seq')").getSingleResult();
    return enter(given, clock.instant(), id.longValue());
  }

  @Override
  public Entered restore(Suppression removed) {
    return enter(removed.draft(), removed.createdAt(), removed.id());
  }

  private Entered enter(SuppressionDraft given, Instant since, long id) {
    SuppressionDraft draft = given.withKey(erased.keyFor(given.emailKey()));
    Optional<Suppression> there =
        of(draft.emailKey()).stream().filter(s -> s.listId() == draft.listId()).findFirst();
    if (there.isEmpty()) {
      return new Entered(store().add(new Suppression(id, draft, since)), true);
    }
    Suppression now = store().change(there.get().id(), Revision.latest(), s -> s.enterAgain(draft));
    return new Entered(now, false);
  }

  @Override
  @Transactional(Transactional.TxType.SUPPORTS)
  public int addNow(List<SuppressionDraft> drafts) {
    try {
      return insert(drafts);
    } catch (DatabaseException e) {
      if (!e.isConstraintViolation()) {
        throw e;
      }
    }
    // Others met the same addresses at the same moment: now they are there.
    return insert(drafts);
  }

  private int insert(List<SuppressionDraft> drafts) {
    return database.query(
        connection -> {
          int raised = raise(connection, drafts);
          try (var insert =
              connection.prepareStatement(
                  """
                  INSERT INTO suppression
                    (id, version, email_key, list_id, reason, source, note, evidence, created_at)
                  SELECT NEXTVAL('entity_seq'), 1, CAST(? AS VARCHAR(320)), CAST(? AS BIGINT), ?, ?, ?, ?, ?
                  WHERE NOT EXISTS (SELECT 1 FROM suppression WHERE email_key = ? AND list_id = ?)
                  """)) {
            Set<String> leftOut =
                erased.amongAndHold(
                    connection, drafts.stream().map(SuppressionDraft::emailKey).toList());
            for (SuppressionDraft draft : drafts) {
              if (leftOut.contains(draft.emailKey())) {
                // Suppressed for all lists already, by the mark.
                continue;
              }
              insert.setString(1, draft.emailKey());
              insert.setLong(2, draft.listId());
              insert.setString(3, draft.reason().name());
              insert.setString(4, draft.source());
              insert.setString(5, draft.note().orElse(null));
              insert.setString(6, draft.evidence().orElse(null));
              insert.setObject(7, clock.instant().atOffset(ZoneOffset.UTC));
              insert.setString(8, draft.emailKey());
              insert.setLong(9, draft.listId());
              insert.addBatch();
            }
            return raised + Arrays.stream(insert.executeBatch()).filter(n -> n > 0).sum();
          }
        });
  }

  /**
   * What its owner says of an address outweighs what servers said of it, and a complaint outweighs
   * a wish to leave: else it would go with the lighter reason, when that is taken back.
   */
  private static int raise(Connection connection, List<SuppressionDraft> drafts)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE suppression SET reason = ?, source = ?, evidence = ?, version = version + 1
            WHERE email_key = ? AND list_id = ? AND reason = ANY(?)
            """)) {
      for (SuppressionDraft draft : drafts) {
        Set<String> lighter = draft.reason().outweighs();
        if (!lighter.isEmpty()) {
          update.setString(1, draft.reason().name());
          update.setString(2, draft.source());
          update.setString(3, draft.evidence().orElse(null));
          update.setString(4, draft.emailKey());
          update.setLong(5, draft.listId());
          update.setArray(6, connection.createArrayOf("VARCHAR", lighter.toArray()));
          update.addBatch();
        }
      }
      return Arrays.stream(update.executeBatch()).filter(n -> n > 0).sum();
    }
  }

  @Override
  @Transactional(Transactional.TxType.SUPPORTS)
  public int removeNow(String emailKey, List<Long> listIds, SuppressionReason reason) {
    return database.query(
        connection -> {
          try (var delete =
              connection.prepareStatement(
                  "DELETE FROM suppression WHERE email_key = ? AND reason = ? AND list_id = ANY(?)")) {
            delete.setString(1, emailKey);
            delete.setString(2, reason.name());
            delete.setArray(3, connection.createArrayOf("BIGINT", listIds.toArray()));
            return delete.executeUpdate();
          }
        });
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
