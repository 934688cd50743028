package io.mailwright.sandbox.provider;

/**
 * A sender's connection to a simulated site. It may be opened again after it was closed; how many
 * mails it carried is forgotten only by {@link #renew}. Not thread-safe, as a connection is not.
 */
public final class SiteConnection {
  private final SimulatedSite site;
  private final String source;
  private boolean open;
  private int waiting;
  private int mails;

  SiteConnection(SimulatedSite site, String source) {
    this.site = site;
    this.source = source;
  }

  /** Where it leads. */
  public SimulatedSite site() {
    return site;
  }

  /** Whether it is open. */
  public boolean isOpen() {
    return open;
  }

  /** Whether a recipient was accepted whose mail has not come yet. */
  public boolean isWaiting() {
    return waiting > 0;
  }

  /** Connects; the answer is the greeting. */
  public SiteAnswer open() {
    if (open) {
      throw new IllegalStateException("the connection is open");
    }
    SiteAnswer greeting = site.greet(source);
    open = greeting.isAccepted();
    return greeting;
  }

  /** Names a recipient; if it is accepted, it waits for {@link #message}. */
  public SiteAnswer recipient(String recipient) {
    requireOpen();
    SiteAnswer answer = site.judge(source, recipient, mails);
    if (answer.isAccepted()) {
      waiting++;
    }
    return answer;
  }

  /** The mail has come: it is accepted for all recipients that wait. */
  public SiteAnswer message() {
    requireOpen();
    if (waiting == 0) {
      throw new IllegalStateException("no recipient was accepted");
    }
    SiteAnswer answer = site.accept(source, waiting);
    mails++;
    waiting = 0;
    return answer;
  }

  /** A whole mail to one recipient: the refusal, or the answer to the mail. */
  public SiteAnswer deliver(String recipient) {
    SiteAnswer answer = recipient(recipient);
    return answer.isAccepted() ? message() : answer;
  }

  /** Forgets the recipients that wait: their mail was given up. */
  public void reset() {
    waiting = 0;
  }

  /** Closes it, if it is open. */
  public void close() {
    waiting = 0;
    if (open) {
      open = false;
      site.release(source);
    }
  }

  /** Closes it; the next {@link #open} makes another connection, which has carried no mail. */
  public void renew() {
    close();
    mails = 0;
  }

  private void requireOpen() {
    if (!open) {
      throw new IllegalStateException("the connection is not open");
    }
  }
}
