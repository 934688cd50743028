package io.mailwright.campaign;

import io.mailwright.audience.list.ContactList;
import io.mailwright.content.template.Template;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.EntityStore;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import io.mailwright.kernel.text.Cut;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

@ApplicationScoped
@Transactional
class JpaCampaignRepository implements CampaignRepository {
  /** Clocks differ, and a form takes a while to fill in. */
  private static final Duration START_SLACK = Duration.ofMinutes(10);

  private static final Duration LATEST_START = Duration.ofDays(3653);

  @PersistenceContext(unitName = "mailwright")
  private EntityManager entities;

  @Inject private CampaignStates states;
  @Inject private PoolDirectory pools;
  @Inject private Clock clock;

  JpaCampaignRepository() {}

  JpaCampaignRepository(
      EntityManager entities, Database database, PoolDirectory pools, Clock clock) {
    this.entities = entities;
    this.states = new CampaignStates(database, clock);
    this.pools = pools;
    this.clock = clock;
  }

  private EntityStore<Campaign> store() {
    return new EntityStore<>(entities, Campaign.class, "campaign");
  }

  @Override
  public Optional<Campaign> find(long id) {
    return store().find(id);
  }

  @Override
  public Campaign get(long id) {
    return store().get(id);
  }

  @Override
  public Page<Campaign> page(PageRequest request, Set<CampaignState> wanted) {
    return wanted.isEmpty()
        ? store().page(request)
        : store().page(request, "e.state IN :states", Map.of("states", wanted));
  }

  @Override
  public List<Campaign> runsOf(long recurringId) {
    return entities
        .createQuery(
            "SELECT c FROM Campaign c WHERE c.clonedFrom = :id ORDER BY c.id DESC", Campaign.class)
        .setParameter("id", recurringId)
        .setMaxResults(100)
        .getResultList();
  }

  @Override
  public List<Campaign> openWith(long listId) {
    return entities
        .createQuery(
            "SELECT c FROM Campaign c WHERE :list MEMBER OF c.listIds AND c.state NOT IN :over"
                + " ORDER BY c.id",
            Campaign.class)
        .setParameter("list", listId)
        .setParameter("over", CampaignState.over())
        .setMaxResults(100)
        .getResultList();
  }

  @Override
  public void forgetList(long listId) {
    entities
        .createNativeQuery(
            """
            DELETE FROM campaign_list
            WHERE list_id = ?1 AND campaign_id IN
              (SELECT id FROM campaign WHERE state IN ('COMPLETED', 'CANCELLED'))
            """)
        .setParameter(1, listId)
        .executeUpdate();
  }

  @Override
  public Campaign create(CampaignDraft draft, Optional<String> owner) {
    refuseWithoutLists(draft);
    refuseUnknown(draft);
    draft.startAt().ifPresent(this::refuseUnlikely);
    CampaignState state = draft.isScheduled() ? CampaignState.SCHEDULED : CampaignState.DRAFT;
    return store().add(new Campaign(draft, state, owner, null, clock.instant()));
  }

  @Override
  public Campaign cloneForRun(long recurringId, String name) {
    Campaign recurring = get(recurringId);
    CampaignDraft draft = recurring.draft();
    refuseWithoutLists(draft);
    CampaignDraft run =
        new CampaignDraft(
            Cut.to(name, CampaignDraft.LONGEST_NAME),
            draft.listIds(),
            draft.templateId(),
            draft.from(),
            draft.replyTo(),
            draft.envelopeSender(),
            draft.poolId(),
            draft.interval(),
            draft.rate(),
            draft.retry(),
            draft.onAmbiguous(),
            draft.workers(),
            draft.weight(),
            draft.policy(),
            Optional.empty(),
            Optional.empty(),
            draft.window().isAnyTime() ? Optional.empty() : draft.zone(),
            draft.noticesTo(),
            draft.window(),
            draft.tracking());
    Campaign made =
        new Campaign(run, CampaignState.DRAFT, recurring.owner(), recurringId, clock.instant());
    made.tell(recurring.notices());
    return store().add(made);
  }

  @Override
  public Campaign changeNotices(long id, Revision expected, CampaignNotices notices) {
    return store().change(id, expected, campaign -> campaign.tell(notices));
  }

  @Override
  public Campaign change(long id, Revision expected, CampaignDraft draft) {
    refuseUnknown(draft);
    boolean wasScheduled = get(id).draft().isScheduled();
    Campaign changed =
        store()
            .change(
                id,
                expected,
                campaign -> {
                  if (campaign.state().isEditable()) {
                    refuseWithoutLists(draft);
                  } else {
                    refuseFrozen(campaign.draft(), draft);
                  }
                  draft
                      .startAt()
                      .filter(at -> !campaign.startAt().equals(Optional.of(at)))
                      .ifPresent(this::refuseUnlikely);
                  campaign.describe(draft, clock.instant());
                });
    if (changed.state().isEditable() && wasScheduled != draft.isScheduled()) {
      // It starts by itself when it has a time to do so, or a schedule that is not ours to know.
      entities
          .createQuery("UPDATE Campaign c SET c.state = :state WHERE c.id = :id")
          .setParameter(
              "state", draft.isScheduled() ? CampaignState.SCHEDULED : CampaignState.DRAFT)
          .setParameter("id", id)
          .executeUpdate();
      entities.refresh(changed);
    }
    return changed;
  }

  @Override
  public void delete(long id, Revision expected) {
    Campaign campaign = get(id);
    if (campaign.startedAt().isPresent() || campaign.state().isAtWork()) {
      throw new MailwrightException(
          ErrorCode.STILL_IN_USE,
          "The campaign "
              + id
              + " has started, and its deliveries say who got what. It was kept; cancel it if it"
              + " should send no more.");
    }
    store().remove(id, expected);
  }

  @Override
  @Transactional(Transactional.TxType.SUPPORTS)
  public boolean moveState(long id, Set<CampaignState> from, CampaignState to, String why) {
    return to == CampaignState.SCHEDULED
        ? states.plan(id, from, why, get(id).nextFiring(clock.instant()))
        : states.move(id, from, to, why);
  }

  @Override
  @Transactional(Transactional.TxType.SUPPORTS)
  public void freeze(long id, int templateNo, Instant snapshotAt) {
    states.freeze(id, templateNo, snapshotAt);
  }

  @Override
  @Transactional(Transactional.TxType.SUPPORTS)
  public Optional<CampaignState> stateOf(long id) {
    return states.of(id);
  }

  private static void refuseWithoutLists(CampaignDraft draft) {
    if (draft.listIds().isEmpty()) {
      throw Require.refused("listIds", "is missing. Choose at least one list.");
    }
  }

  /** A year that was mistyped would send at once, or never. */
  private void refuseUnlikely(Instant startAt) {
    Instant now = clock.instant();
    if (startAt.isBefore(now.minus(START_SLACK))) {
      throw Require.refused("startAt", "lies in the past. Give a time to come, or leave it out.");
    }
    if (startAt.isAfter(now.plus(LATEST_START))) {
      throw Require.refused("startAt", "is more than ten years ahead. Give an earlier time.");
    }
  }

  private void refuseUnknown(CampaignDraft draft) {
    for (long listId : draft.listIds()) {
      if (entities.find(ContactList.class, listId) == null) {
        throw Require.refused("listIds", "names the list " + listId + ", which does not exist.");
      }
    }
    if (entities.find(Template.class, draft.templateId()) == null) {
      throw Require.refused(
          "templateId", "names the template " + draft.templateId() + ", which does not exist.");
    }
    if (!pools.hasPool(draft.poolId())) {
      throw Require.refused(
          "poolId", "names the pool " + draft.poolId() + ", which does not exist.");
    }
  }

  private static void refuseFrozen(CampaignDraft now, CampaignDraft wanted) {
    refuseFrozen("listIds", now.listIds(), wanted.listIds());
    refuseFrozen("templateId", now.templateId(), wanted.templateId());
    refuseFrozen("from", now.from(), wanted.from());
    refuseFrozen("replyTo", now.replyTo(), wanted.replyTo());
    refuseFrozen("envelopeSender", now.envelopeSender(), wanted.envelopeSender());
    refuseFrozen("poolId", now.poolId(), wanted.poolId());
    refuseFrozen("startAt", now.startAt(), wanted.startAt());
    refuseFrozen("cron", now.cron(), wanted.cron());
    refuseFrozen("tracking", now.tracking(), wanted.tracking());
  }

  private static void refuseFrozen(String field, Object now, Object wanted) {
    if (!now.equals(wanted)) {
      throw MailwrightException.ofField(
          ErrorCode.CAMPAIGN_FROZEN,
          field,
          field
              + " cannot change once the campaign has started: it was fixed for all recipients."
              + " Nothing was changed; make a new campaign for it.");
    }
  }
}
