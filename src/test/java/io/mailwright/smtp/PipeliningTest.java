package io.mailwright.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.courier.CourierSession;
import io.mailwright.delivery.courier.Envelope;
import io.mailwright.delivery.courier.MailSource;
import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.courier.OutgoingMail;
import io.mailwright.delivery.courier.Phase;
import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.courier.TlsMode;
import io.mailwright.kernel.smtp.SmtpReply;
import io.mailwright.testing.ScriptedSmtpPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups of commands over one connection, and what is written ahead of a dot (RFC 2920). */
class PipeliningTest {
  private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
  private final SmtpCourier courier = new SmtpCourier(watchdog);

  @AfterEach
  void stopTheWatchdog() {
    watchdog.shutdownNow();
  }

  /** Some mails to one address; gives up those from the {@code allowed}-th dot on. */
  private static final class Mails implements MailSource {
    private final int count;
    private final int allowed;
    private int given;
    private int dots;
    final List<Outcome> outcomes = new ArrayList<>();

    Mails(int count, int allowed) {
      this.count = count;
      this.allowed = allowed;
    }

    @Override
    public Optional<OutgoingMail> next(boolean mayWait) {
      return given++ < count
          ? Optional.of(
              new OutgoingMail(
                  new Envelope("bounce@example.com", "ann@example.net"), TextBody.HELLO))
          : Optional.empty();
    }

    @Override
    public boolean mayFinish(OutgoingMail mail) {
      return dots++ < allowed;
    }

    @Override
    public void concluded(OutgoingMail mail, Outcome outcome) {
      outcomes.add(outcome);
    }
  }

  private List<Outcome> play(String dialog, int mails, int allowed) throws Exception {
    Mails source = new Mails(mails, allowed);
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing(dialog)) {
      try (CourierSession session =
          courier.open(ServerEndpoint.of("127.0.0.1", peer.port(), TlsMode.NONE))) {
        session.sendAll(source);
      }
      peer.assertPlayed();
    }
    return source.outcomes;
  }

  private List<Outcome> play(String dialog, int mails) throws Exception {
    return play(dialog, mails, Integer.MAX_VALUE);
  }

  private static Outcome accepted(int number) {
    return new Outcome.Accepted(reply("250 2.0.0 queued as " + number));
  }

  private static SmtpReply reply(String wire) {
    return SmtpReply.parse(wire).orElseThrow();
  }

  @Test
  void sendsTheNextEnvelopeWithTheDot() throws Exception {
    assertThat(play("pipelined-two", 2)).containsExactly(accepted(1), accepted(2));
  }

  @Test
  void readsAllAnswersOfAGroupBeforeTheNext() throws Exception {
    assertThat(play("pipelined-rcpt-550", 3))
        .containsExactly(
            accepted(1),
            new Outcome.RecipientRefused(reply("550 5.1.1 no such user")),
            accepted(3));
    assertThat(play("pipelined-mail-451", 2))
        .containsExactly(new Outcome.Deferred(Phase.MAIL, reply("451 4.3.0 later")), accepted(2));
    assertThat(play("pipelined-data-452", 2))
        .containsExactly(new Outcome.Deferred(Phase.DATA, reply("452 4.3.1 no room")), accepted(2));
  }

  @Test
  void endsAMailThatNobodyGetsWithALoneDot() throws Exception {
    assertThat(play("pipelined-354-after-refusal", 2))
        .containsExactly(
            new Outcome.RecipientRefused(reply("550 5.1.1 no such user")), accepted(2));
  }

  @Test
  void sendsOverANewConnectionWhatTheOldOneNeverTook() throws Exception {
    assertThat(play("pipelined-421-after-dot", 2)).containsExactly(accepted(1), accepted(2));
  }

  @Test
  void onlyTheMailWhoseDotWasWrittenIsInDoubt() throws Exception {
    List<Outcome> outcomes = play("pipelined-lost-after-dot", 2);
    assertThat(outcomes.get(0)).isInstanceOf(Outcome.LostAfterDot.class);
    assertThat(outcomes.get(1)).isEqualTo(accepted(2));
  }

  @Test
  void tellsWhereInAGroupTheServerShutDown() throws Exception {
    assertThat(play("pipelined-421-in-group", 1))
        .containsExactly(new Outcome.Deferred(Phase.RCPT, reply("421 4.3.2 shutting down")));
  }

  @Test
  void givesAMailUpBetweenItsEnvelopeAndItsDot() throws Exception {
    List<Outcome> outcomes = play("pipelined-given-up", 2, 1);
    assertThat(outcomes.get(0)).isEqualTo(accepted(1));
    assertThat(outcomes.get(1)).isInstanceOf(Outcome.NotTried.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void concludesEveryMailThatItTook(int allowed) throws Exception {
    Mails source = new Mails(5, allowed);
    try (ScriptedSmtpPeer peer =
            ScriptedSmtpPeer.playing(allowed == 0 ? "pipelined-no-dot" : "pipelined-given-up");
        CourierSession session =
            courier.open(ServerEndpoint.of("127.0.0.1", peer.port(), TlsMode.NONE))) {
      session.sendAll(source);
      assertThat(source.outcomes).hasSize(source.given);
      assertThat(session.isUsable()).isFalse();
    }
  }
}
