package io.mailwright.feedback.mailbox;

import io.mailwright.routing.TlsMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
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
  private static final int ACCOUNT_BYTES = 8;

  /** Host and port, for messages. */
  public String address() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /** Tells this folder of this user from all others: 16 hexadecimal digits. */
  public String account() {
    String who = host.toLowerCase(Locale.ROOT) + "\n" + username + "\n" + folder;
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(who.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, ACCOUNT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return "MailboxEndpoint[" + protocol + ", " + address() + ", " + folder + "]";
  }
}
