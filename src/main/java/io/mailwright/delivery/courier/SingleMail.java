package io.mailwright.delivery.courier;

import java.util.Optional;

/** One mail and nothing after it. */
final class SingleMail implements MailSource {
  private final OutgoingMail mail;
  private final BeforeDot beforeDot;
  private boolean given;
  private Outcome outcome = new Outcome.NotTried("the connection is closed");

  SingleMail(OutgoingMail mail, BeforeDot beforeDot) {
    this.mail = mail;
    this.beforeDot = beforeDot;
  }

  @Override
  public Optional<OutgoingMail> next(boolean mayWait) {
    if (given) {
      return Optional.empty();
    }
    given = true;
    return Optional.of(mail);
  }

  @Override
  public boolean mayFinish(OutgoingMail asked) {
    return beforeDot.mayFinish();
  }

  @Override
  public void concluded(OutgoingMail sent, Outcome known) {
    outcome = known;
  }

  Outcome outcome() {
    return outcome;
  }
}
