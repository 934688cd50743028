package io.mailwright.sandbox.wire;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.MessageHandlerFactory;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

/** Who listens to which connection of a server that runs. */
final class Sessions implements SessionHandler, MessageHandlerFactory {
  private final Listener listener;
  private final CountDownLatch stopping;
  private final Map<Session, Listener.Guest> guests = new ConcurrentHashMap<>();

  Sessions(Listener listener, CountDownLatch stopping) {
    this.listener = listener;
    this.stopping = stopping;
  }

  @Override
  public SessionAcceptance accept(Session session) {
    Listener.Guest guest = listener.connected(new Line(session, stopping));
    try {
      guest.greet();
    } catch (RejectException e) {
      // The library does not tell the end of a session that it was not let begin.
      guest.gone();
      return SessionAcceptance.failure(e.getCode(), e.getMessage());
    }
    guests.put(session, guest);
    return SessionAcceptance.success();
  }

  @Override
  public void onSessionEnd(Session session) {
    Listener.Guest guest = guests.remove(session);
    if (guest != null) {
      guest.gone();
    }
  }

  @Override
  public MessageHandler create(MessageContext context) {
    return guests.get((Session) context).transaction();
  }
}
