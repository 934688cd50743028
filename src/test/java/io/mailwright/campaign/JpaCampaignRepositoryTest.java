package io.mailwright.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.audience.list.ContactList;
import io.mailwright.campaign.policy.Breaker;
import io.mailwright.campaign.policy.Canary;
import io.mailwright.campaign.policy.OutcomeLimits;
import io.mailwright.campaign.policy.Percent;
import io.mailwright.campaign.policy.SendPolicy;
import io.mailwright.campaign.window.DayHours;
import io.mailwright.campaign.window.WindowRule;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import io.mailwright.testing.TestEntities;
import io.mailwright.testing.TestRows;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JpaCampaignRepositoryTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";

  private static final SendPolicy CAREFUL =
      new SendPolicy(
          true,
          Optional.of(
              new Canary(
                  new Percent(25),
                  30,
                  Duration.ofMinutes(3),
                  new OutcomeLimits(Percent.of(7), Percent.of(3), new Percent(5)))),
          Optional.of(Breaker.STANDARD));

  private static final Tracking OPENS = new Tracking(true, false, false);

  private static CampaignDraft draft(TestEntities store, String name, Optional<String> cron) {
    ContactList list =
        store.in(
            entities -> {
              ContactList fresh = new ContactList(name, TestEntities.NOW);
              entities.persist(fresh);
              return fresh;
            });
    return new CampaignDraft(
        name,
        Set.of(list.id()),
        TestRows.TEMPLATE,
        new CampaignDraft.Sender(EmailAddress.of("News@Example.com"), Optional.of("新闻")),
        Optional.of(EmailAddress.of("answers@example.com")),
        Optional.empty(),
        TestRows.POOL,
        Optional.of(Duration.ofMillis(500)),
        Optional.of(new SendRate(40, RateUnit.MINUTE)),
        new RetryRule(3, Duration.ofSeconds(7), Duration.ofHours(1)),
        OnAmbiguous.RESEND,
        4,
        50,
        CAREFUL,
        Optional.empty(),
        cron,
        cron.map(any -> ZoneId.of("Asia/Shanghai")),
        List.of(EmailAddress.of("a@example.com"), EmailAddress.of("b@example.com")),
        WindowRule.ANY_TIME,
        OPENS);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void givesBackWhatWasStored(Database database) {
    TestRows.insertTemplateAndPool(database);
    try (TestEntities store = new TestEntities(database)) {
      CampaignDraft draft = draft(store, "Autumn", Optional.of("0 9 * * 1"));
      Campaign made = with(store, database, campaigns -> campaigns.create(draft));
      Campaign read = with(store, database, campaigns -> campaigns.get(made.id()));
      assertThat(read.draft()).isEqualTo(draft);
      assertThat(read.state()).isEqualTo(CampaignState.SCHEDULED);
      assertThat(read.zone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
      assertThat(read.envelopeSender()).isEqualTo("News@Example.com");
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void letsOneCallerMoveTheState(Database database) {
    TestRows.insertTemplateAndPool(database);
    try (TestEntities store = new TestEntities(database)) {
      CampaignDraft draft = draft(store, "Autumn", Optional.empty());
      long id = with(store, database, campaigns -> campaigns.create(draft)).id();
      EnumSet<CampaignState> start = EnumSet.copyOf(CampaignState.Action.START.from());
      Function<CampaignRepository, Boolean> move =
          campaigns -> campaigns.moveState(id, start, CampaignState.PREPARING, null);
      assertThat((boolean) with(store, database, move)).isTrue();
      assertThat((boolean) with(store, database, move)).isFalse();
      Campaign now = with(store, database, campaigns -> campaigns.get(id));
      assertThat(now.startedAt()).contains(TestEntities.NOW);
      assertThat(now.version()).isEqualTo(2);
      assertThat(
              (boolean)
                  with(
                      store,
                      database,
                      c ->
                          c.moveState(
                              id,
                              Set.of(CampaignState.PREPARING),
                              CampaignState.CANCELLED,
                              "w".repeat(1200))))
          .isTrue();
      now = with(store, database, campaigns -> campaigns.get(id));
      assertThat(now.why().orElseThrow()).hasSize(1000);
      assertThat(now.endedAt()).contains(TestEntities.NOW);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void changesOnlyLimitsOnceItHasStarted(Database database) {
    TestRows.insertTemplateAndPool(database);
    try (TestEntities store = new TestEntities(database)) {
      CampaignDraft draft = draft(store, "Autumn", Optional.empty());
      CampaignDraft other = draft(store, "Winter", Optional.empty());
      long id = with(store, database, campaigns -> campaigns.create(draft)).id();
      with(
          store,
          database,
          c -> c.moveState(id, Set.of(CampaignState.DRAFT), CampaignState.PREPARING, null));
      with(
          store,
          database,
          c -> {
            c.freeze(id, 1, Instant.parse("2026-11-24T00:00:00Z"));
            c.freeze(id, 9, Instant.parse("2026-11-25T00:00:00Z"));
            return null;
          });
      assertThatThrownBy(() -> with(store, database, c -> c.change(id, Revision.latest(), other)))
          .isInstanceOfSatisfying(
              MailwrightException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.CAMPAIGN_FROZEN);
                assertThat(e.field()).contains("listIds");
              });
      CampaignDraft faster =
          new CampaignDraft(
              "Autumn, faster",
              draft.listIds(),
              draft.templateId(),
              draft.from(),
              draft.replyTo(),
              draft.envelopeSender(),
              draft.poolId(),
              Optional.empty(),
              Optional.of(new SendRate(90, RateUnit.HOUR)),
              draft.retry(),
              draft.onAmbiguous(),
              32,
              draft.weight(),
              SendPolicy.NONE,
              draft.startAt(),
              draft.cron(),
              draft.zone(),
              draft.noticesTo(),
              WindowRule.ANY_TIME,
              draft.tracking());
      assertThatThrownBy(
              () ->
                  with(
                      store,
                      database,
                      c -> c.change(id, Revision.latest(), tracking(faster, Tracking.OFF))))
          .isInstanceOfSatisfying(
              MailwrightException.class, e -> assertThat(e.field()).contains("tracking"));
      with(store, database, c -> c.change(id, Revision.latest(), faster));
      Campaign now = with(store, database, c -> c.get(id));
      assertThat(now.workers()).isEqualTo(32);
      assertThat(now.policy()).isEqualTo(SendPolicy.NONE);
      assertThat(now.state()).isEqualTo(CampaignState.PREPARING);
      assertThat(now.templateNo()).hasValue(1);
      assertThatThrownBy(
              () ->
                  with(
                      store,
                      database,
                      c -> {
                        c.delete(id, Revision.latest());
                        return null;
                      }))
          .hasMessageContaining("has started");
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void clonesARecurringCampaignAsADraftWithoutASchedule(Database database) {
    TestRows.insertTemplateAndPool(database);
    try (TestEntities store = new TestEntities(database)) {
      CampaignDraft draft = draft(store, "Weekly", Optional.of("0 9 * * 1"));
      long id = with(store, database, c -> c.create(draft)).id();
      Campaign run = with(store, database, c -> c.cloneForRun(id, "Weekly, 2026-12-01 09:00"));
      assertThat(run.state()).isEqualTo(CampaignState.DRAFT);
      assertThat(run.cron()).isEmpty();
      assertThat(run.policy()).isEqualTo(CAREFUL);
      assertThat(run.clonedFrom()).hasValue(id);
      List<Campaign> runs = with(store, database, c -> c.runsOf(id));
      assertThat(runs).hasSize(1);
      assertThat(
              with(
                      store,
                      database,
                      c -> c.page(PageRequest.first(10), Set.of(CampaignState.SCHEDULED)))
                  .items())
          .extracting(Campaign::id)
          .containsExactly(id);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void keepsItsHoursInItsRunsAndChangesThemWhileItSends(Database database) {
    TestRows.insertTemplateAndPool(database);
    WindowRule night =
        new WindowRule(
            List.of(DayHours.of("window", List.of("mon", "sun"), "22:00", "08:00")),
            List.of(),
            true,
            Optional.of(Duration.ofHours(12)));
    try (TestEntities store = new TestEntities(database)) {
      CampaignDraft draft =
          within(draft(store, "Weekly", Optional.of("0 9 * * 1")), night, ZoneId.of("Asia/Gaza"));
      long id = with(store, database, c -> c.create(draft)).id();
      assertThat(with(store, database, c -> c.get(id)).draft()).isEqualTo(draft);
      long run = with(store, database, c -> c.cloneForRun(id, "Weekly, 2026-12-01 09:00")).id();
      Campaign cloned = with(store, database, c -> c.get(run));
      assertThat(cloned.window()).isEqualTo(night);
      assertThat(cloned.ownZone()).contains(ZoneId.of("Asia/Gaza"));
      with(
          store,
          database,
          c -> c.moveState(run, Set.of(CampaignState.DRAFT), CampaignState.PREPARING, null));
      WindowRule later = new WindowRule(List.of(), night.quiet(), false, Optional.empty());
      CampaignDraft changed = within(cloned.draft(), later, ZoneId.of("Asia/Tokyo"));
      with(store, database, c -> c.change(run, Revision.latest(), changed));
      assertThat(with(store, database, c -> c.get(run)).draft()).isEqualTo(changed);
    }
  }

  private static CampaignDraft within(CampaignDraft draft, WindowRule window, ZoneId zone) {
    return new CampaignDraft(
        draft.name(),
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
        draft.startAt(),
        draft.cron(),
        Optional.of(zone),
        draft.noticesTo(),
        window,
        draft.tracking());
  }

  private static CampaignDraft tracking(CampaignDraft draft, Tracking tracking) {
    return new CampaignDraft(
        draft.name(),
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
        draft.startAt(),
        draft.cron(),
        draft.zone(),
        draft.noticesTo(),
        draft.window(),
        tracking);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void holdsAListWhileItIsNotOverAndForgetsItAfterwards(Database database) {
    TestRows.insertTemplateAndPool(database);
    try (TestEntities store = new TestEntities(database)) {
      CampaignDraft draft = draft(store, "Autumn", Optional.empty());
      long list = draft.listIds().iterator().next();
      long open = with(store, database, c -> c.create(draft)).id();
      long over = with(store, database, c -> c.create(draft)).id();
      with(
          store,
          database,
          c -> c.moveState(over, Set.of(CampaignState.DRAFT), CampaignState.CANCELLED, null));
      List<Campaign> holding = with(store, database, c -> c.openWith(list));
      assertThat(holding).extracting(Campaign::id).containsExactly(open);
      with(
          store,
          database,
          c -> {
            c.forgetList(list);
            return null;
          });
      assertThat(with(store, database, c -> c.get(open)).listIds()).containsExactly(list);
      Campaign ended = with(store, database, c -> c.get(over));
      assertThat(ended.listIds()).isEmpty();
      assertThat(ended.draft().name()).isEqualTo("Autumn");
      assertThatThrownBy(() -> with(store, database, c -> c.create(ended.draft())))
          .isInstanceOfSatisfying(
              MailwrightException.class, e -> assertThat(e.field()).contains("listIds"));
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void refusesAPoolThatDoesNotExist(Database database) {
    TestRows.insertTemplateAndPool(database);
    try (TestEntities store = new TestEntities(database)) {
      CampaignDraft draft = draft(store, "Autumn", Optional.empty());
      assertThatThrownBy(
              () ->
                  store.in(
                      entities ->
                          new JpaCampaignRepository(
                                  entities, database, id -> false, TestEntities.CLOCK)
                              .create(draft)))
          .isInstanceOfSatisfying(
              MailwrightException.class, e -> assertThat(e.field()).contains("poolId"));
    }
  }

  private static <T> T with(
      TestEntities store, Database database, Function<CampaignRepository, T> work) {
    return store.in(
        entities ->
            work.apply(
                new JpaCampaignRepository(entities, database, id -> true, TestEntities.CLOCK)));
  }
}
