package io.mailwright.sandbox.provider;

import io.mailwright.sandbox.wire.Line;
import io.mailwright.sandbox.wire.Listener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;

/** A connection to one site's own server. */
final class SiteGuest implements Listener.Guest {
  private final Line line;
  private final SiteConnection connection;

  SiteGuest(Line line, SiteConnection connection) {
    this.line = line;
    this.connection = connection;
  }

  @Override
  public void greet() throws RejectException {
    ProviderServer.heed(line, connection.open());
  }

  @Override
  public MessageHandler transaction() {
    return new Transaction();
  }

  @Override
  public void gone() {
    connection.close();
  }

  private final class Transaction implements MessageHandler {
    @Override
    public void from(String from) {
      // Every sender may send.
    }

    @Override
    public void recipient(String recipient) throws RejectException {
      ProviderServer.heed(line, connection.recipient(recipient));
    }

    @Override
    public String data(InputStream data) throws RejectException, IOException {
      data.transferTo(OutputStream.nullOutputStream());
      return ProviderServer.heed(line, connection.message());
    }

    @Override
    public void done() {
      connection.reset();
    }
  }
}
