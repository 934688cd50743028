package io.mailwright.testing;

import io.mailwright.kernel.db.Database;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Function;

/**
 * The product's own persistence unit on a test database, with a transaction for each piece of work
 * as the server would give.
 */
public final class TestEntities implements AutoCloseable {
  /** What the clock of the tests says. */
  public static final Instant NOW = Instant.parse("2026-11-24T07:08:09.123456Z");

  /** A clock that stands still. */
  public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private final EntityManagerFactory factory;

  /** On a migrated database. */
  public TestEntities(Database database) {
    this.factory =
        Persistence.createEntityManagerFactory(
            "mailwright",
            Map.of(
                "jakarta.persistence.transactionType", "RESOURCE_LOCAL",
                "jakarta.persistence.jtaDataSource", "",
                "jakarta.persistence.nonJtaDataSource", database.dataSource()));
  }

  /** Runs work in one transaction; rolls back and rethrows when it throws. */
  public <T> T in(Function<EntityManager, T> work) {
    EntityManager entities = factory.createEntityManager();
    try {
      entities.getTransaction().begin();
      T result = work.apply(entities);
      entities.getTransaction().commit();
      return result;
    } finally {
      if (entities.getTransaction().isActive()) {
        entities.getTransaction().rollback();
      }
      entities.close();
    }
  }

  @Override
  public void close() {
    factory.close();
  }
}
