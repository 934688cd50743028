package io.mailwright.operations.schedule;

import io.mailwright.campaign.Campaign;
import io.mailwright.kernel.db.Database;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@ApplicationScoped
@Transactional
class JpaScheduleRepository implements ScheduleRepository {
  @PersistenceContext(unitName = "mailwright")
  private EntityManager entities;

  @Inject private ScheduleRuns runs;
  @Inject private Clock clock;

  JpaScheduleRepository() {}

  JpaScheduleRepository(EntityManager entities, Database database, Clock clock) {
    this.entities = entities;
    this.runs = new ScheduleRuns(database);
    this.clock = clock;
  }

  private EntityStore<Schedule> store() {
    return new EntityStore<>(entities, Schedule.class, "schedule");
  }

  @Override
  public Optional<Schedule> find(long id) {
    return store().find(id);
  }

  @Override
  public Schedule get(long id) {
    return store().get(id);
  }

  @Override
  public Page<Schedule> page(PageRequest request) {
    return store().page(request);
  }

  @Override
  public Schedule create(ScheduleDraft draft) {
    refuseUnknown(draft);
    return store().add(new Schedule(draft, clock.instant()));
  }

  @Override
  public Schedule change(long id, Revision expected, ScheduleDraft draft) {
    refuseUnknown(draft);
    return store().change(id, expected, schedule -> schedule.describe(draft, clock.instant()));
  }

  @Override
  public void delete(long id, Revision expected) {
    store().remove(id, expected);
  }

  @Override
  public List<Schedule> due(Instant now) {
    return entities
        .createQuery(
            "SELECT s FROM Schedule s WHERE s.enabled = TRUE AND s.nextFireAt <= :now"
                + " ORDER BY s.nextFireAt, s.id",
            Schedule.class)
        .setParameter("now", now)
        .setMaxResults(100)
        .getResultList();
  }

  @Override
  @Transactional(Transactional.TxType.SUPPORTS)
  public boolean take(long id, Instant dueAt, Optional<Instant> next) {
    return runs.take(id, dueAt, next);
  }

  @Override
  @Transactional(Transactional.TxType.SUPPORTS)
  public void record(ScheduleRun run) {
    runs.record(run);
  }

  @Override
  @Transactional(Transactional.TxType.SUPPORTS)
  public List<ScheduleRun> runs(long scheduleId, int limit) {
    return runs.newest(scheduleId, limit);
  }

  private void refuseUnknown(ScheduleDraft draft) {
    draft
        .campaignId()
        .ifPresent(
            id -> {
              if (entities.find(Campaign.class, id) == null) {
                throw Require.refused(
                    "campaignId", "names the campaign " + id + ", which does not exist.");
              }
            });
  }
}
