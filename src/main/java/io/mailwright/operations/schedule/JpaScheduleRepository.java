package io.mailwright.operations.schedule;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignState;
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
import java.util.OptionalLong;

@ApplicationScoped
@Transactional
class JpaScheduleRepository implements ScheduleRepository {
  private static final String SEND = "send-campaign";

  @PersistenceContext(unitName = "mailwright")
  private EntityManager entities;

  @Inject private ScheduleRuns runs;
  @Inject private Clock clock;

  JpaScheduleRepository() {}

  JpaScheduleRepository(EntityManager entities, Database database, Clock clock) {
    this.entities = entities;
    this.runs = new ScheduleRuns(database, clock);
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
    Schedule made = store().add(new Schedule(draft, clock.instant()));
    made.campaignId().ifPresent(this::fitState);
    return made;
  }

  @Override
  public Schedule change(long id, Revision expected, ScheduleDraft draft) {
    refuseUnknown(draft);
    OptionalLong before = get(id).campaignId();
    Schedule changed =
        store().change(id, expected, schedule -> schedule.describe(draft, clock.instant()));
    before.ifPresent(this::fitState);
    changed.campaignId().ifPresent(this::fitState);
    return changed;
  }

  @Override
  public void delete(long id, Revision expected) {
    OptionalLong campaignId = get(id).campaignId();
    store().remove(id, expected);
    campaignId.ifPresent(this::fitState);
  }

  @Override
  public boolean sendsCopiesOf(long campaignId) {
    return entities
            .createQuery(
                "SELECT COUNT(s) FROM Schedule s WHERE s.campaignId = :id AND s.job = :job AND"
                    + " s.enabled = TRUE",
                Long.class)
            .setParameter("id", campaignId)
            .setParameter("job", SEND)
            .getSingleResult()
        > 0;
  }

  @Override
  public void turnOffFor(long campaignId) {
    entities
        .createQuery(
            "SELECT s FROM Schedule s WHERE s.campaignId = :id AND s.enabled = TRUE",
            Schedule.class)
        .setParameter("id", campaignId)
        .getResultList()
        .forEach(Schedule::turnOff);
  }

  /** A campaign that is not started is *scheduled* exactly while something starts it. */
  private void fitState(long campaignId) {
    entities.flush();
    Campaign campaign = entities.find(Campaign.class, campaignId);
    boolean wanted =
        campaign != null && (campaign.draft().isScheduled() || sendsCopiesOf(campaignId));
    entities
        .createQuery("UPDATE Campaign c SET c.state = :to WHERE c.id = :id AND c.state = :from")
        .setParameter("to", wanted ? CampaignState.SCHEDULED : CampaignState.DRAFT)
        .setParameter("id", campaignId)
        .setParameter("from", wanted ? CampaignState.DRAFT : CampaignState.SCHEDULED)
        .executeUpdate();
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
