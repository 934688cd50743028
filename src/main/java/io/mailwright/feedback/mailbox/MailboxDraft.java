package io.mailwright.feedback.mailbox;

import io.mailwright.kernel.address.AddressVerdict;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.Require;
import io.mailwright.routing.ServerAddress;
import io.mailwright.routing.TlsMode;
import java.time.Duration;
import java.util.Optional;

/**
 * What a person or a script says about a mailbox; every way in makes one of these, so that all
 * refuse the same.
 *
 * @param name 1 to 200 characters, no two mailboxes alike
 * @param host a name or an IP address, IPv6 with or without brackets, 1 to 255 characters
 * @param port 1 to 65535
 * @param tls how the connection is secured
 * @param tlsRequired whether a server that does not offer STARTTLS is refused
 * @param caPem certificates in PEM to trust beside Java's, at most 100,000 characters
 * @param login how to log in
 * @param folder that is read, 1 to 200 characters; POP3 has {@code INBOX} only
 * @param interval between two readings, 10 s to 7 days
 * @param enabled whether it is read by itself
 * @param afterStoring what is done with a mail once it is stored
 * @param moveTo the folder that mails are moved to, when they are
 * @param byRecipient whether a mail may be acted on that shows nothing but a recipient's address,
 *     which anybody can write
 * @param unsubscribeAddress of this mailbox, where mails ask recipients to write to when they want
 *     to leave; one mailbox at most has it
 */
public record MailboxDraft(
    String name,
    MailboxProtocol protocol,
    String host,
    int port,
    TlsMode tls,
    boolean tlsRequired,
    Optional<String> caPem,
    Login login,
    String folder,
    Duration interval,
    boolean enabled,
    AfterStoring afterStoring,
    Optional<String> moveTo,
    boolean byRecipient,
    Optional<String> unsubscribeAddress) {
  /** The folder, unless set. */
  public static final String INBOX = "INBOX";

  /** The interval, unless set. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(5);

  private static final Duration LEAST_INTERVAL = Duration.ofSeconds(10);
  private static final Duration MOST_INTERVAL = Duration.ofDays(7);
  private static final int LONGEST_FOLDER = 200;

  /** A token may be long. */
  private static final int LONGEST_SECRET = 4000;

  /**
   * A log-in as it was given.
   *
   * @param username 1 to 320 characters
   * @param secret password or token, 1 to 4,000 characters; empty keeps the one that is stored
   * @param grant how a token is fetched, in place of a secret; for XOAUTH2 only
   */
  public record Login(
      MailboxAuth method, String username, Optional<String> secret, Optional<TokenGrant> grant) {
    /** Refuses bad values. */
    public Login {
      username = Require.line("auth.username", username, 320);
      secret.ifPresent(text -> Require.line("auth.secret", text, LONGEST_SECRET));
      if (grant.isPresent() && method != MailboxAuth.XOAUTH2) {
        throw Require.refused("auth.token", "is for the method xoauth2. Leave it out.");
      }
      if (grant.isPresent() && secret.isPresent()) {
        throw Require.refused(
            "auth.secret", "must be left out where the token is fetched (auth.token).");
      }
    }

    /** With a secret that a person or a script gives. */
    public Login(MailboxAuth method, String username, Optional<String> secret) {
      this(method, username, secret, Optional.empty());
    }

    /** Never the secret. */
    @Override
    public String toString() {
      return "Login[" + method + ", " + username + "]";
    }
  }

  /**
   * Refuses bad values.
   *
   * @throws io.mailwright.kernel.error.MailwrightException with the field's name
   */
  public MailboxDraft {
    name = Require.line("name", name, 200);
    host = ServerAddress.host(host);
    Require.range("port", port, 1, 65535);
    caPem.ifPresent(ServerAddress::checkPem);
    folder = Require.line("folder", folder, LONGEST_FOLDER);
    if (interval.compareTo(LEAST_INTERVAL) < 0 || interval.compareTo(MOST_INTERVAL) > 0) {
      throw Require.refused("interval", "must be from PT10S to P7D.");
    }
    if (protocol == MailboxProtocol.POP3) {
      if (!folder.equalsIgnoreCase(INBOX)) {
        throw Require.refused("folder", "must be INBOX: POP3 has no other folder.");
      }
      if (afterStoring != AfterStoring.DELETE) {
        throw Require.refused("afterStoring", "must be delete: POP3 can do nothing else.");
      }
    }
    if (afterStoring == AfterStoring.MOVE) {
      moveTo = Optional.of(Require.line("moveTo", moveTo.orElse(""), LONGEST_FOLDER));
      if (moveTo.get().equals(folder)) {
        throw Require.refused("moveTo", "is the folder that is read. Name another one.");
      }
    } else if (moveTo.isPresent()) {
      throw Require.refused("moveTo", "is for mails that are moved. Leave it out.");
    }
    unsubscribeAddress = unsubscribeAddress.map(MailboxDraft::address);
  }

  private static String address(String given) {
    AddressVerdict verdict = EmailAddress.check(Require.line("unsubscribeAddress", given, 320));
    if (verdict instanceof AddressVerdict.Accepted accepted
        && !accepted.address().needsSmtpUtf8()) {
      return accepted.address().forEnvelope();
    }
    throw Require.refused("unsubscribeAddress", "is no mail address of ASCII characters.");
  }
}
