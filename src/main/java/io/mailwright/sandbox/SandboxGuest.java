package io.mailwright.sandbox;

import io.mailwright.sandbox.provider.RelayVisit;
import io.mailwright.sandbox.wire.Line;
import io.mailwright.sandbox.wire.Listener;
import org.subethamail.smtp.MessageHandler;

/** One connection to the sandbox. */
final class SandboxGuest implements Listener.Guest {
  private final MailTransaction.Shared shared;
  private final Line line;
  private final RelayVisit visit;

  SandboxGuest(MailTransaction.Shared shared, Line line, RelayVisit visit) {
    this.shared = shared;
    this.line = line;
    this.visit = visit;
  }

  @Override
  public MessageHandler transaction() {
    return new MailTransaction(shared, line, visit);
  }

  @Override
  public void gone() {
    visit.end();
  }
}
