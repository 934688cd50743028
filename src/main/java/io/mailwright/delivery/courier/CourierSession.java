package io.mailwright.delivery.courier;

import io.mailwright.content.program.MailBody;

/** One kept connection to a mail server. Used by one thread at a time. */
public interface CourierSession extends AutoCloseable {
  /**
   * Sends one mail to one recipient and waits for the server's word on it. Every failure of the
   * mail or of the connection is an {@link Outcome}, never an exception. A kept connection that the
   * server closed between two mails is opened anew once, without a trace in the outcome.
   *
   * @param envelope who sends and who receives
   * @param body the mail, written only after the server asked for it
   * @param beforeDot asked once, right before the final dot; what it throws closes the connection
   *     without a dot and is thrown on
   * @return what became of the mail; {@link Outcome.NotTried} if the session {@linkplain
   *     #isUsable() is not usable}
   */
  default Outcome send(Envelope envelope, MailBody body, BeforeDot beforeDot)
      throws InterruptedException {
    SingleMail mail = new SingleMail(new OutgoingMail(envelope, body), beforeDot);
    sendAll(mail);
    return mail.outcome();
  }

  /**
   * Sends what the source gives, until it has no more or the session {@linkplain #isUsable() is of
   * no use any more}. At most one mail is between its dot and the server's reply. Where the server
   * offers PIPELINING (RFC 2920) a mail costs one round trip: its commands leave together, with the
   * dot of the mail before. Every failure of a mail or of the connection is an {@link Outcome}.
   *
   * @throws InterruptedException if the thread is interrupted while the source waits
   */
  void sendAll(MailSource source) throws InterruptedException;

  /** Whether another mail may be sent: connected, and below the endpoint's mails a connection. */
  boolean isUsable();

  /** What the server said that it can take, when it was last connected to. */
  ServerOffer offer();

  /** How many mails were accepted over the present connection. */
  int mailsSent();

  /**
   * Nothing more is to be begun over this connection; it is closed when it is given back. For a
   * server that wants no more of it: some count mails for each connection and refuse all that
   * follow, so that the next try needs a new one.
   */
  void retire();

  /**
   * Cuts the connection at once and for good, without a word to the server; from any thread. A mail
   * that has no dot yet is {@link Outcome.NotTried} then.
   */
  void cut();

  /** Says QUIT, waits briefly for the answer, and closes. Never throws. */
  @Override
  void close();
}
