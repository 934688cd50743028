package io.mailwright.sandbox.provider;

import io.mailwright.sandbox.wire.Line;
import io.mailwright.sandbox.wire.Listener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;

/** A connection to the relay of all sites. */
final class RelayGuest implements Listener.Guest {
  private static final String TAKEN = "2.0.0 Ok (no simulated site has the recipient)";

  private final Line line;
  private final RelayVisit visit;

  RelayGuest(Line line, RelayVisit visit) {
    this.line = line;
    this.visit = visit;
  }

  @Override
  public MessageHandler transaction() {
    return new Transaction();
  }

  @Override
  public void gone() {
    visit.end();
  }

  private final class Transaction implements MessageHandler {
    @Override
    public void from(String from) {
      // Every sender may send.
    }

    @Override
    public void recipient(String recipient) throws RejectException {
      Optional<SiteAnswer.Replied> answer = visit.recipient(recipient);
      if (answer.isPresent()) {
        ProviderServer.heed(line, answer.get());
      }
    }

    @Override
    public String data(InputStream data) throws RejectException, IOException {
      data.transferTo(OutputStream.nullOutputStream());
      Optional<SiteAnswer.Replied> answer = visit.message();
      return answer.isPresent() ? ProviderServer.heed(line, answer.get()) : TAKEN;
    }

    @Override
    public void done() {
      visit.end();
    }
  }
}
