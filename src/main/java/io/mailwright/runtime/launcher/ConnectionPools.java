package io.mailwright.runtime.launcher;

import java.util.Map;

/**
 * How many connections each pool of the application may open, for a number of sending workers. A
 * worker holds at most one connection to the entities and one to the ledger; the rest is for the
 * console, the interface and the jobs' own records.
 *
 * @param entities of {@code java:app/jdbc/mailwright}: entities and JBeret's repository
 * @param ledger of {@code java:app/jdbc/ledger}: short transactions of the ledger
 * @param leases of {@code java:app/jdbc/lease}: renewals, which no load may hold up
 */
record ConnectionPools(int entities, int ledger, int leases) {
  private static final int MORE_FOR_ENTITIES = 8;
  private static final int MORE_FOR_LEDGER = 4;
  private static final int LEASES = 4;

  /** Together 2 × workers + 16 (design, section 8). */
  static ConnectionPools forWorkers(int workers) {
    return new ConnectionPools(workers + MORE_FOR_ENTITIES, workers + MORE_FOR_LEDGER, LEASES);
  }

  /** All that this process may open. */
  int total() {
    return entities + ledger + leases;
  }

  /** The names by which {@code web.xml} asks for the sizes. */
  Map<String, String> properties() {
    return Map.of(
        "mailwright.db.pool.entities", Integer.toString(entities),
        "mailwright.db.pool.ledger", Integer.toString(ledger),
        "mailwright.db.pool.leases", Integer.toString(leases));
  }
}
