package io.mailwright.operations.dryrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignDraft;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.OnAmbiguous;
import io.mailwright.campaign.RetryRule;
import io.mailwright.campaign.TestCampaigns;
import io.mailwright.campaign.Tracking;
import io.mailwright.campaign.policy.SendPolicy;
import io.mailwright.campaign.window.WindowRule;
import io.mailwright.content.render.RenderedAttachment;
import io.mailwright.content.render.TemplateSource;
import io.mailwright.content.template.TemplateRepository;
import io.mailwright.delivery.courier.ServerOffer;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.db.Database;
import io.mailwright.testing.TestDatabases;
import io.mailwright.testing.TestEntities;
import io.mailwright.testing.TestRows;
import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What of a campaign cannot be made or sent. */
class MailSampleTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final PoolOffers ANYTHING =
      new PoolOffers(List.of(new ServerOffer(0, true)), false, List.of());

  private static PoolOffers offer(long size, boolean utf8) {
    return new PoolOffers(List.of(new ServerOffer(size, utf8)), false, List.of());
  }

  private static void contacts(Database database, List<String> addresses) {
    database.change(
        connection -> {
          try (Statement insert = connection.createStatement()) {
            insert.execute(
                """
                INSERT INTO contact_list (id, version, name, created_at)
                VALUES (1, 1, 'One', CURRENT_TIMESTAMP)
                """);
          }
          try (PreparedStatement insert =
              connection.prepareStatement(
                  """
                  INSERT INTO contact (id, list_id, email, email_key, attributes, created_at, updated_at)
                  VALUES (?, 1, ?, ?, ?, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)
                  """)) {
            for (int i = 0; i < addresses.size(); i++) {
              insert.setLong(1, i + 1);
              insert.setString(2, addresses.get(i));
              insert.setString(3, addresses.get(i));
              insert.setString(4, i % 2 == 0 ? "{\"size\":\"%d\"}".formatted(i) : "{}");
              insert.addBatch();
            }
            insert.executeBatch();
          }
        });
  }

  private static TemplateSource template(String html, int attached) {
    return new TemplateSource(
        "t",
        "Hello",
        html,
        Optional.empty(),
        attached == 0
            ? List.of()
            : List.of(
                new RenderedAttachment(
                    "a.bin", "application/octet-stream", new byte[attached], Optional.empty())));
  }

  private static MailProblems of(
      Database database, String from, TemplateSource template, long recipients, PoolOffers offers) {
    TestRows.insertTemplateAndPool(database);
    TemplateRepository templates =
        (TemplateRepository)
            Proxy.newProxyInstance(
                MailSampleTest.class.getClassLoader(),
                new Class<?>[] {TemplateRepository.class},
                (proxy, method, args) -> template);
    try (TestEntities store = new TestEntities(database)) {
      return store.in(
          entities -> {
            CampaignRepository campaigns = TestCampaigns.of(entities, database, TestEntities.CLOCK);
            Campaign campaign = campaigns.create(draft(from));
            return new MailSample(new AudienceQuery(database), templates, TestEntities.CLOCK)
                .of(campaign, recipients, offers, (done, at) -> true);
          });
    }
  }

  private static CampaignDraft draft(String from) {
    return new CampaignDraft(
        "News",
        Set.of(1L),
        TestRows.TEMPLATE,
        new CampaignDraft.Sender(EmailAddress.of(from), Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        TestRows.POOL,
        Optional.empty(),
        Optional.empty(),
        new RetryRule(3, Duration.ofSeconds(7), Duration.ofHours(1)),
        OnAmbiguous.HOLD,
        4,
        50,
        SendPolicy.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        WindowRule.ANY_TIME,
        Tracking.OFF);
  }

  private static List<String> people(int count) {
    return IntStream.range(0, count).mapToObj(i -> "p" + i + "@a.example").toList();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void findsWhoLacksAValue(Database database) {
    contacts(database, people(25));
    // Every second one has a size.
    MailProblems found =
        of(database, "a@example.com", template("<p>{{name}} {{Size}}</p>", 0), 25, ANYTHING);
    assertThat(found.made()).isEqualTo(25);
    assertThat(found.isSample()).isFalse();
    assertThat(found.problems()).hasSize(1);
    assertThat(found.problems().get(0).kind()).isEqualTo(MailProblems.Kind.BLANK);
    assertThat(found.problems().get(0).reason())
        .isEqualTo("the placeholder {{Size}} has no value and is left out");
    assertThat(found.problems().get(0).count()).isEqualTo(12);
    assertThat(found.problems().get(0).examples()).hasSize(10);
  }

  @Test
  void findsWhoseMailCannotBeMade() {
    Database database = TestDatabases.h2();
    contacts(database, people(3));
    // A loop in a loop in a loop: over the limit of steps, whoever gets it.
    String loops = "{{#each @root}}".repeat(10) + "{{/each}}".repeat(10);
    MailProblems found = of(database, "a@example.com", template(loops, 0), 3, ANYTHING);
    assertThat(found.problems())
        .extracting(MailProblems.Problem::kind)
        .contains(MailProblems.Kind.RENDER);
  }

  @Test
  void findsMailsThatNoServerTakes() {
    Database database = TestDatabases.h2();
    contacts(database, List.of("ann@a.example", "zoë@a.example", "bob@a.example"));
    TemplateSource large = template("<p>Hi</p>", 20_000);
    MailProblems found = of(database, "a@example.com", large, 3, offer(10_000, false));
    assertThat(found.problems())
        .extracting(MailProblems.Problem::kind, MailProblems.Problem::count)
        .containsExactly(tuple(MailProblems.Kind.SIZE, 2L), tuple(MailProblems.Kind.ADDRESS, 1L));
    assertThat(found.problems().get(0).reason())
        .isEqualTo(
            "the mail is larger than the 10000 octets that a server of the pool takes at most");
    assertThat(found.problems().get(1).examples())
        .extracting(MailProblems.Example::email)
        .containsExactly("zoë@a.example");
  }

  @Test
  void findsNothingWhereAServerTakesThemAll() {
    Database database = TestDatabases.h2();
    contacts(database, List.of("ann@a.example", "zoë@a.example"));
    assertThat(of(database, "a@example.com", template("<p>Hi</p>", 20_000), 2, ANYTHING).problems())
        .isEmpty();
  }

  @Test
  void findsASenderThatNoServerTakes() {
    Database database = TestDatabases.h2();
    contacts(database, people(3));
    MailProblems found =
        of(database, "zoë@example.com", template("<p>Hi</p>", 0), 3, offer(0, false));
    assertThat(found.problems())
        .extracting(MailProblems.Problem::kind, MailProblems.Problem::count)
        .containsExactly(tuple(MailProblems.Kind.SENDER, 3L));
  }

  @Test
  void saysWhichServerCouldNotBeAskedAndJudgesNoMailByIt() {
    Database database = TestDatabases.h2();
    contacts(database, List.of("zoë@a.example"));
    PoolOffers unknown = new PoolOffers(List.of(), true, List.of("S: nobody answers"));
    MailProblems found = of(database, "a@example.com", template("<p>Hi</p>", 20_000), 1, unknown);
    assertThat(found.problems())
        .containsExactly(
            new MailProblems.Problem(MailProblems.Kind.SERVER, "S: nobody answers", 0, List.of()));
  }
}
