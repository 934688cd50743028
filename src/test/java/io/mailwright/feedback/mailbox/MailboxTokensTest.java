package io.mailwright.feedback.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.store.Revision;
import io.mailwright.routing.TlsMode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens as they are fetched, kept and renewed; where they come from is scripted. */
class MailboxTokensTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final Duration HOUR = Duration.ofHours(1);

  private final List<TokenGrant> asked = new ArrayList<>();
  private Optional<String> nextRefresh = Optional.empty();
  private boolean isRefused;

  private TokenServer.Token give(TokenGrant grant) throws MailboxFailure {
    asked.add(grant);
    if (isRefused) {
      throw new MailboxFailure(MailboxFinding.TOKEN_GRANT, Optional.empty(), false, null);
    }
    return new TokenServer.Token("access-" + asked.size(), HOUR, nextRefresh);
  }

  private static TokenGrant grant(Optional<String> secret, Optional<String> refresh) {
    return new TokenGrant(
        "https://login.example/token",
        TokenGrant.Kind.REFRESH_TOKEN,
        "client",
        secret,
        refresh,
        Optional.of("mail"));
  }

  private static TokenGrant grantOf(String server) {
    return new TokenGrant(
        "https://" + server + "/token",
        TokenGrant.Kind.REFRESH_TOKEN,
        "client",
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static MailboxDraft with(MailboxDraft d, MailboxDraft.Login login) {
    return new MailboxDraft(
        d.name(),
        d.protocol(),
        d.host(),
        d.port(),
        d.tls(),
        d.tlsRequired(),
        d.caPem(),
        login,
        d.folder(),
        d.interval(),
        d.enabled(),
        d.afterStoring(),
        d.moveTo(),
        d.byRecipient(),
        d.unsubscribeAddress());
  }

  private static MailboxDraft draft(CollectBench bench, Optional<TokenGrant> grant) {
    return with(
        bench.draft(MailboxProtocol.IMAP, TlsMode.NONE, Optional.empty()),
        new MailboxDraft.Login(MailboxAuth.XOAUTH2, "bounces", Optional.empty(), grant));
  }

  private static MailboxDraft renewing(CollectBench bench) {
    return draft(bench, Optional.of(grant(Optional.of("client-s3cret"), Optional.of("refresh-0"))));
  }

  private MailboxTokens tokens(Database database, CollectBench bench) {
    return new MailboxTokens(
        database, bench.secrets(), (grant, caPem) -> give(grant), bench.clock());
  }

  private static Mailbox mailbox(CollectBench bench, long id) {
    return bench.with(parts -> parts.mailboxes().get(id));
  }

  private List<String> refreshTokens() {
    return asked.stream().map(grant -> grant.refreshToken().orElseThrow()).toList();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aRemovedMailboxComesBackWithItsIdAndTheNewestRefreshToken(Database database)
      throws Exception {
    try (CollectBench bench = new CollectBench(database)) {
      Mailbox mailbox = mailbox(bench, bench.add(renewing(bench)));
      MailboxTokens tokens = tokens(database, bench);
      nextRefresh = Optional.of("refresh-1");
      tokens.of(mailbox);
      Mailbox removed = tokens.withNewest(mailbox);
      bench.with(
          parts -> {
            parts.mailboxes().delete(mailbox.id(), Revision.latest());
            return null;
          });
      bench.with(parts -> parts.mailboxes().restore(removed));

      Mailbox back = mailbox(bench, mailbox.id());
      assertThat(back.draft()).isEqualTo(mailbox.draft());
      assertThat(back.createdAt()).isEqualTo(mailbox.createdAt());
      assertThat(tokens.of(back)).contains("access-2");
      assertThat(refreshTokens()).containsExactly("refresh-0", "refresh-1");
      assertThat(asked.get(1).clientSecret()).contains("client-s3cret");
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void keepsATokenUntilShortlyBeforeItsEnd(Database database) throws Exception {
    try (CollectBench bench = new CollectBench(database)) {
      Mailbox mailbox = mailbox(bench, bench.add(renewing(bench)));
      MailboxTokens tokens = tokens(database, bench);
      assertThat(tokens.of(mailbox)).contains("access-1");
      bench.clock().forward(Duration.ofMinutes(54));
      assertThat(tokens.of(mailbox)).contains("access-1");
      // Also after a restart, and by another node.
      assertThat(tokens(database, bench).of(mailbox)).contains("access-1");
      bench.clock().forward(Duration.ofMinutes(2));
      assertThat(tokens.of(mailbox)).contains("access-2");
      assertThat(asked).hasSize(2);
      assertThat(asked.get(0).clientSecret()).contains("client-s3cret");
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void goesOnWithTheRefreshTokenThatCameLast(Database database) throws Exception {
    try (CollectBench bench = new CollectBench(database)) {
      long id = bench.add(renewing(bench));
      MailboxTokens tokens = tokens(database, bench);
      nextRefresh = Optional.of("refresh-1");
      tokens.of(mailbox(bench, id));
      bench.clock().forward(HOUR);
      nextRefresh = Optional.empty();
      tokens.of(mailbox(bench, id));
      bench.clock().forward(HOUR);
      tokens.of(mailbox(bench, id));
      assertThat(refreshTokens()).containsExactly("refresh-0", "refresh-1", "refresh-1");

      // A person gives a new one: that counts at once, and what was kept does not.
      bench.change(
          id, draft(bench, Optional.of(grant(Optional.empty(), Optional.of("refresh-new")))));
      assertThat(tokens.of(mailbox(bench, id))).contains("access-4");
      assertThat(asked.get(3).refreshToken()).contains("refresh-new");
      assertThat(asked.get(3).clientSecret()).as("stays").contains("client-s3cret");
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void storesNothingInTheClear(Database database) throws Exception {
    try (CollectBench bench = new CollectBench(database)) {
      long id = bench.add(renewing(bench));
      nextRefresh = Optional.of("refresh-1");
      tokens(database, bench).of(mailbox(bench, id));
      String rows =
          database.query(
              connection -> {
                try (PreparedStatement select =
                        connection.prepareStatement(
                            """
                            SELECT m.token_client_secret, m.token_refresh, t.access_token, t.refresh_token
                            FROM mailbox m JOIN mailbox_token t ON t.mailbox_id = m.id
                            """);
                    ResultSet row = select.executeQuery()) {
                  row.next();
                  return row.getString(1) + row.getString(2) + row.getString(3) + row.getString(4);
                }
              });
      assertThat(rows).doesNotContain("s3cret", "refresh-", "access-");
      assertThat(mailbox(bench, id).draft().toString()).doesNotContain("s3cret", "refresh-");
      bench.with(
          parts -> {
            parts.mailboxes().delete(id, io.mailwright.kernel.store.Revision.latest());
            return null;
          });
      assertThat(
              database.<Long>query(
                  connection -> {
                    try (PreparedStatement select =
                            connection.prepareStatement("SELECT COUNT(*) FROM mailbox_token");
                        ResultSet row = select.executeQuery()) {
                      row.next();
                      return row.getLong(1);
                    }
                  }))
          .isZero();
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void usesWhatAnotherNodeGotWhenTheRefreshTokenIsUsedUp(Database database) throws Exception {
    try (CollectBench bench = new CollectBench(database)) {
      Mailbox mailbox = mailbox(bench, bench.add(renewing(bench)));
      MailboxTokens here = tokens(database, bench);
      MailboxTokens late =
          new MailboxTokens(
              database,
              bench.secrets(),
              (grant, caPem) -> {
                here.of(mailbox);
                throw new MailboxFailure(MailboxFinding.TOKEN_GRANT, Optional.empty(), false, null);
              },
              bench.clock());
      assertThat(late.of(mailbox)).contains("access-1");
      isRefused = true;
      bench.clock().forward(HOUR);
      assertThat(catchThrowableOfType(MailboxFailure.class, () -> here.of(mailbox)).finding())
          .isEqualTo(MailboxFinding.TOKEN_GRANT);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void fetchesOnceMoreWhenTheMailboxRefusesTheToken(Database database) throws Exception {
    try (CollectBench bench = new CollectBench(database)) {
      Mailbox mailbox = mailbox(bench, bench.add(renewing(bench)));
      List<String> shown = new ArrayList<>();
      MailboxConnector revoking =
          new MailboxConnector() {
            @Override
            public MailboxSession open(MailboxEndpoint endpoint) throws MailboxFailure {
              shown.add(endpoint.secret());
              throw new MailboxFailure(MailboxFinding.TOKEN_REFUSED, Optional.empty(), false, null);
            }

            @Override
            public Report test(MailboxEndpoint endpoint) {
              throw new AssertionError("it is not tested");
            }
          };
      MailboxEntrance entrance =
          new MailboxEntrance(revoking, tokens(database, bench), bench.secrets());
      assertThat(catchThrowableOfType(MailboxFailure.class, () -> entrance.open(mailbox)).finding())
          .isEqualTo(MailboxFinding.TOKEN_REFUSED);
      assertThat(shown).containsExactly("access-1", "access-2");
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void tellsWhyAMailboxIsNotRead(Database database) {
    try (CollectBench bench = new CollectBench(database)) {
      bench.tokensFrom((grant, caPem) -> give(grant));
      isRefused = true;
      long id = bench.add(renewing(bench));
      bench.collect();
      assertThat(bench.with(parts -> parts.states().of(id)).problem().orElseThrow().english())
          .contains("does not accept the refresh token");
      assertThat(bench.troubles()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void wantsTheSecretsThatTheGrantNeeds(Database database) {
    try (CollectBench bench = new CollectBench(database)) {
      assertThatThrownBy(
              () -> bench.add(draft(bench, Optional.of(grant(Optional.empty(), Optional.empty())))))
          .isInstanceOf(MailwrightException.class)
          .hasMessageContaining("auth.token.refreshToken");
      long id = bench.add(renewing(bench));
      assertThatThrownBy(() -> bench.change(id, draft(bench, Optional.empty())))
          .as("without the grant there is no secret any more")
          .hasMessageContaining("auth.secret");
      assertThatThrownBy(
              () -> bench.change(id, draft(bench, Optional.of(grantOf("other.example")))))
          .as("no other server gets what is stored")
          .hasMessageContaining("auth.token.refreshToken");
    }
  }

  @Test
  void refusesWhatCannotBeAsked() {
    for (String url :
        List.of("http://login.example/token", "https://u:p@login.example/", "https:///x", "x y")) {
      assertThatThrownBy(
              () ->
                  new TokenGrant(
                      url,
                      TokenGrant.Kind.REFRESH_TOKEN,
                      "client",
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty()))
          .as(url)
          .hasMessageContaining("auth.token.url");
    }
    assertThatThrownBy(
            () ->
                new MailboxDraft.Login(
                    MailboxAuth.PASSWORD,
                    "bounces",
                    Optional.empty(),
                    Optional.of(grant(Optional.empty(), Optional.empty()))))
        .hasMessageContaining("auth.token");
  }
}
