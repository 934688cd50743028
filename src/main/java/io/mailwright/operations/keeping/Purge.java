package io.mailwright.operations.keeping;

import io.mailwright.feedback.keeping.OldData;
import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Deletes what is older than it is to be kept, or says beforehand what that would be. */
@ApplicationScoped
public class Purge implements OldData {
  private final Map<KeptKind, Purger> purgers = new EnumMap<>(KeptKind.class);
  private RetentionRepository retention;
  private Database database;
  private Clock clock;

  /** For CDI. */
  protected Purge() {}

  @Inject
  Purge(
      @Any Instance<Purger> purgers,
      RetentionRepository retention,
      Database database,
      Clock clock) {
    this(purgers.stream(), retention, database, clock);
  }

  Purge(Stream<Purger> purgers, RetentionRepository retention, Database database, Clock clock) {
    purgers.forEach(purger -> this.purgers.put(purger.kind(), purger));
    this.retention = retention;
    this.database = database;
    this.clock = clock;
  }

  /**
   * What a purge would delete of one kind now.
   *
   * @param before what is older goes; empty if it is kept for ever
   * @param rows how many
   */
  public record Due(KeptKind kind, Optional<Instant> before, long rows) {}

  /** What a purge would delete by these rules; counts the rows. */
  public List<Due> preview(RetentionRules rules) {
    Instant now = clock.instant();
    List<Due> due = new ArrayList<>();
    for (KeptKind kind : KeptKind.values()) {
      Optional<Instant> before = rules.before(kind, now);
      due.add(new Due(kind, before, before.map(moment -> count(kind, moment)).orElse(0L)));
    }
    return due;
  }

  private long count(KeptKind kind, Instant before) {
    return database.query(connection -> purgers.get(kind).count(connection, before));
  }

  @Override
  public Walk walk(String kindName, long executionId, String position) {
    KeptKind kind = KeptKind.valueOf(kindName);
    return retention
        .get()
        .rules()
        .before(kind, clock.instant())
        .map(before -> walk(kind, executionId, purgers.get(kind).begin(before, position)))
        .orElseGet(PurgeWalk::ofNothing);
  }

  private Walk walk(KeptKind kind, long executionId, Purger.Slices slices) {
    return new PurgeWalk(
        slices::position,
        () ->
            database.query(
                connection -> {
                  OptionalLong rows = slices.next(connection);
                  if (rows.orElse(0) > 0) {
                    PurgeCounts.add(connection, executionId, kind, rows.getAsLong());
                  }
                  return rows;
                }));
  }
}
