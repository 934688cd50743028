package io.mailwright.feedback.mailbox;

import io.mailwright.routing.TlsMode;
import java.util.Optional;

/** A mailbox as its server is talked to; the fields are those of {@link MailboxDraft}. */
public record MailboxEndpoint(
    MailboxProtocol protocol,
    String host,
    int port,
    TlsMode tls,
    boolean tlsRequired,
    Optional<String> caPem,
    MailboxAuth auth,
    String username,
    String secret,
    String folder,
    AfterStoring afterStoring,
    Optional<String> moveTo) {
  /** Host and port, for messages. */
  public String address() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return "MailboxEndpoint[" + protocol + ", " + address() + ", " + folder + "]";
  }
}
