package io.mailwright.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.courier.CourierSession;
import io.mailwright.delivery.courier.Envelope;
import io.mailwright.delivery.courier.MailSource;
import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.courier.OutgoingMail;
import io.mailwright.delivery.courier.Phase;
import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.courier.TimeOuts;
import io.mailwright.delivery.courier.TlsMode;
import io.mailwright.kernel.smtp.SmtpReply;
import io.mailwright.testing.ScriptedSmtpPeer;
import io.mailwright.testing.SmtpSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups of commands over one connection, and what is written ahead of a dot (RFC 2920). */
class PipeliningTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
  private final SmtpCourier courier = new SmtpCourier(watchdog);

  @AfterEach
  void stopTheWatchdog() {
    watchdog.shutdownNow();
  }

  /** Some mails to one address; gives up those from the {@code allowed}-th dot on. */
  private static final class Mails implements MailSource {
    private final List<TextBody> bodies;
    private final int allowed;
    private final boolean hasToWait;
    private int given;
    private int dots;
    final List<Outcome> outcomes = new ArrayList<>();
    final List<String> heard = new ArrayList<>();

    Mails(int count, int allowed) {
      this(Collections.nCopies(count, TextBody.HELLO), allowed, false);
    }

    /**
     * @param hasToWait whether no mail may leave before the one before it is concluded
     */
    Mails(List<TextBody> bodies, int allowed, boolean hasToWait) {
      this.bodies = bodies;
      this.allowed = allowed;
      this.hasToWait = hasToWait;
    }

    @Override
    public Optional<OutgoingMail> next(boolean mayWait) {
      if (given == bodies.size() || (hasToWait && !mayWait)) {
        return Optional.empty();
      }
      return Optional.of(
          new OutgoingMail(
              new Envelope("bounce@example.com", "ann@example.net"), bodies.get(given++)));
    }

    @Override
    public boolean mayFinish(OutgoingMail mail) {
      heard.add("may finish?");
      return dots++ < allowed;
    }

    @Override
    public void handedOver(OutgoingMail mail) {
      heard.add("handed over");
    }

    @Override
    public void concluded(OutgoingMail mail, Outcome outcome) {
      heard.add(outcome.getClass().getSimpleName());
      outcomes.add(outcome);
    }
  }

  private List<Outcome> play(String dialog, int mails, int allowed) throws Exception {
    return play(dialog, new Mails(mails, allowed));
  }

  private List<Outcome> play(String dialog, Mails source) throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing(dialog)) {
      try (CourierSession session = courier.open(endpoint(peer.port()))) {
        session.sendAll(source);
      }
      peer.assertPlayed();
    }
    return source.outcomes;
  }

  private List<Outcome> play(String dialog, int mails) throws Exception {
    return play(dialog, mails, Integer.MAX_VALUE);
  }

  private static ServerEndpoint endpoint(int port) {
    return ServerEndpoint.of("127.0.0.1", port, TlsMode.NONE)
        .withTimeOuts(new TimeOuts(PATIENCE, PATIENCE, PATIENCE, PATIENCE, PATIENCE));
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
  void tellsOfEachDotBeforeItsAnswer() throws Exception {
    Mails taken = new Mails(2, Integer.MAX_VALUE);
    play("pipelined-lost-after-dot", taken);
    assertThat(taken.heard)
        .containsExactly(
            "may finish?", "handed over", "LostAfterDot", "may finish?", "handed over", "Accepted");
    Mails givenUp = new Mails(2, 1);
    play("pipelined-given-up", givenUp);
    assertThat(givenUp.heard)
        .containsExactly("may finish?", "handed over", "Accepted", "may finish?", "NotTried");
    Mails refused = new Mails(2, Integer.MAX_VALUE);
    play("pipelined-mail-451", refused);
    assertThat(refused.heard).containsExactly("Deferred", "may finish?", "handed over", "Accepted");
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
    assertThat(play("pipelined-354-after-mail-refused", 2))
        .containsExactly(new Outcome.Deferred(Phase.MAIL, reply("451 4.3.0 later")), accepted(2));
  }

  @Test
  void holdsTheAnswerToALoneDotAgainstNoMail() throws Exception {
    assertThat(play("pipelined-354-after-refusal-ahead", 3))
        .containsExactly(
            accepted(1),
            new Outcome.RecipientRefused(reply("550 5.1.1 no such user")),
            accepted(3));
  }

  @Test
  void writesNothingAheadOfAMailThatHasToWait() throws Exception {
    Mails source = new Mails(List.of(TextBody.HELLO, TextBody.HELLO), Integer.MAX_VALUE, true);
    assertThat(play("pipelined-not-ahead", source)).containsExactly(accepted(1), accepted(2));
  }

  @Test
  void doesNotOfferWhatIsLargerThanTheServerTakes() throws Exception {
    assertThat(play("pipelined-size", smallLargeSmall()))
        .containsExactlyInAnyOrder(accepted(1), new Outcome.TooLarge(1001, 1000), accepted(3));
  }

  @Test
  void goesOnBehindAMailWhoseSizeIsRefusedAtMail() throws Exception {
    List<Outcome> outcomes = play("pipelined-mail-552", smallLargeSmall());
    assertThat(outcomes).first().isEqualTo(accepted(1));
    assertThat(outcomes.get(1))
        .isInstanceOfSatisfying(
            Outcome.SenderRefused.class, o -> assertThat(o.reply().code()).isEqualTo(552));
    assertThat(outcomes).last().isEqualTo(accepted(3));
  }

  private static Mails smallLargeSmall() {
    TextBody large = new TextBody("x".repeat(1001));
    return new Mails(List.of(TextBody.HELLO, large, TextBody.HELLO), Integer.MAX_VALUE, false);
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
    assertThat(play("pipelined-421-at-data", 1))
        .containsExactly(new Outcome.Deferred(Phase.DATA, reply("421 4.3.2 shutting down")));
    assertThat(play("pipelined-421-ahead", 2))
        .containsExactly(
            accepted(1), new Outcome.Deferred(Phase.RCPT, reply("421 4.3.2 shutting down")));
  }

  @Test
  void putsOnlyTheMailOffWhoseDotIsAnsweredWith421() throws Exception {
    assertThat(play("pipelined-421-to-dot", 2))
        .containsExactly(
            new Outcome.Deferred(Phase.DOT, reply("421 4.3.2 shutting down")), accepted(2));
  }

  /** It hangs up without a word, with the next mail's commands unread. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void sendsAllToAServerThatClosesAfterSoMany(int mails) throws Exception {
    AtomicInteger taken = new AtomicInteger();
    Mails source = new Mails(10, Integer.MAX_VALUE);
    try (SmtpSink sink =
            new SmtpSink(
                (recipient, line) -> {
                  line.say("250 2.0.0 taken");
                  if (taken.incrementAndGet() % mails == 0) {
                    line.flush();
                    line.close();
                  }
                });
        CourierSession session = courier.open(endpoint(sink.port()))) {
      session.sendAll(source);
    }
    assertThat(source.outcomes).hasSize(10).hasOnlyElementsOfType(Outcome.Accepted.class);
    assertThat(taken).as("mails that the server took").hasValue(10);
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
        CourierSession session = courier.open(endpoint(peer.port()))) {
      session.sendAll(source);
      assertThat(source.outcomes).hasSize(source.given);
      assertThat(session.isUsable()).isFalse();
    }
  }
}
