package io.mailwright.feedback.mailbox;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.kernel.secret.SecretUse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Access tokens of mailboxes, fetched when they are needed and kept, sealed, until shortly before
 * they expire. A refresh token that the server replaces is kept too; those that a person gives go
 * before it. Thread-safe; one fetch at a time a node.
 */
@ApplicationScoped
public class MailboxTokens {
  /** A token must outlive the opening of a session. */
  private static final Duration RESERVE = Duration.ofMinutes(5);

  /** Of a short life, this part is the reserve. */
  private static final int PART = 4;

  private Database database;
  private SecretBox secrets;
  private TokenServer server;
  private Clock clock;

  MailboxTokens() {}

  @Inject
  public MailboxTokens(Database database, SecretBox secrets, TokenServer server, Clock clock) {
    this.database = database;
    this.secrets = secrets;
    this.server = server;
    this.clock = clock;
  }

  private record Kept(String accessToken, Instant expiresAt, Optional<String> refreshToken) {}

  /**
   * The token to log in with.
   *
   * @return empty for a mailbox whose secret people give
   * @throws MailboxFailure if none can be fetched, with what to do about it
   */
  public Optional<String> of(Mailbox mailbox) throws MailboxFailure {
    return token(mailbox, Optional.empty());
  }

  /**
   * A new token in place of one that the mailbox's server refused, or to see whether one is given.
   *
   * @param refused empty: whatever is kept
   */
  public Optional<String> renewed(Mailbox mailbox, String refused) throws MailboxFailure {
    return token(mailbox, Optional.of(refused));
  }

  private synchronized Optional<String> token(Mailbox mailbox, Optional<String> refused)
      throws MailboxFailure {
    Optional<TokenGrant> grant = mailbox.grant(secrets);
    if (grant.isEmpty()) {
      return Optional.empty();
    }
    Optional<Kept> kept = kept(mailbox);
    Optional<Kept> usable =
        kept.filter(
            k ->
                k.expiresAt().isAfter(clock.instant())
                    && refused.filter(r -> r.isEmpty() || r.equals(k.accessToken())).isEmpty());
    return Optional.of(
        usable.isPresent() ? usable.get().accessToken() : fetched(mailbox, grant.get(), kept));
  }

  private String fetched(Mailbox mailbox, TokenGrant grant, Optional<Kept> kept)
      throws MailboxFailure {
    Optional<String> newer = kept.flatMap(Kept::refreshToken);
    TokenServer.Token token;
    try {
      token =
          server.fetch(
              newer.isPresent() ? grant.with(grant.clientSecret(), newer) : grant,
              mailbox.draft().caPem());
    } catch (MailboxFailure e) {
      // Another node may have used the refresh token up a moment ago, and kept what it got for it.
      Optional<Kept> now = kept(mailbox);
      if (now.isPresent() && !now.equals(kept) && now.get().expiresAt().isAfter(clock.instant())) {
        return now.get().accessToken();
      }
      throw e;
    }
    Duration reserve = token.lifetime().dividedBy(PART);
    Instant until =
        clock
            .instant()
            .plus(token.lifetime())
            .minus(reserve.compareTo(RESERVE) < 0 ? reserve : RESERVE);
    keep(mailbox, new Kept(token.accessToken(), until, token.refreshToken().or(() -> newer)));
    return token.accessToken();
  }

  /** Until when the token that is kept is used; empty if there is none. */
  public Optional<Instant> usedUntil(Mailbox mailbox) {
    return mailbox.hasGrant() ? kept(mailbox).map(Kept::expiresAt) : Optional.empty();
  }

  /**
   * A mailbox that is to be removed, as it could come back: a refresh token that its server
   * replaced is of no use any more, so the newest takes its place.
   */
  public Mailbox withNewest(Mailbox mailbox) {
    Optional<String> newest =
        mailbox.hasGrant() ? kept(mailbox).flatMap(Kept::refreshToken) : Optional.empty();
    return new Mailbox(mailbox, newest.map(t -> secrets.seal(SecretUse.ACCESS_TOKEN, t)));
  }

  /** Of other settings, a kept one is of no use. */
  private Optional<Kept> kept(Mailbox mailbox) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT access_token, expires_at, refresh_token FROM mailbox_token
                  WHERE mailbox_id = ? AND terms = ?
                  """)) {
            select.setLong(1, mailbox.id());
            select.setString(2, mailbox.terms());
            try (ResultSet row = select.executeQuery()) {
              return row.next()
                  ? Optional.of(
                      new Kept(
                          open(row.getString("access_token")),
                          row.getTimestamp("expires_at").toInstant(),
                          Optional.ofNullable(row.getString("refresh_token")).map(this::open)))
                  : Optional.empty();
            }
          }
        });
  }

  private String open(String sealed) {
    return secrets.open(SecretUse.ACCESS_TOKEN, sealed);
  }

  private void keep(Mailbox mailbox, Kept token) {
    try {
      store(mailbox, token);
    } catch (DatabaseException e) {
      // Another node kept its own in the same moment; this one serves as long as it lives.
      if (!e.isConstraintViolation()) {
        throw e;
      }
    }
  }

  private void store(Mailbox mailbox, Kept token) {
    database.change(
        connection -> {
          try (PreparedStatement delete =
                  connection.prepareStatement("DELETE FROM mailbox_token WHERE mailbox_id = ?");
              PreparedStatement insert =
                  connection.prepareStatement(
                      """
                      INSERT INTO mailbox_token (mailbox_id, terms, access_token, expires_at, refresh_token, changed_at)
                      SELECT id, ?, ?, ?, ?, ? FROM mailbox WHERE id = ?
                      """)) {
            delete.setLong(1, mailbox.id());
            delete.executeUpdate();
            insert.setString(1, mailbox.terms());
            insert.setString(2, secrets.seal(SecretUse.ACCESS_TOKEN, token.accessToken()));
            insert.setTimestamp(3, Timestamp.from(token.expiresAt()));
            insert.setString(
                4,
                token
                    .refreshToken()
                    .map(t -> secrets.seal(SecretUse.ACCESS_TOKEN, t))
                    .orElse(null));
            insert.setTimestamp(5, Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MICROS)));
            insert.setLong(6, mailbox.id());
            insert.executeUpdate();
          }
        });
  }
}
