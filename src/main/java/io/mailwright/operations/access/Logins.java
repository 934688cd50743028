package io.mailwright.operations.access;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Verifies who calls, for the console's form and for every API request. A wrong name and a wrong
 * password look and take the same. Thread-safe.
 */
@ApplicationScoped
public class Logins {
  private UserRepository users;
  private TokenRepository tokens;
  private Passwords passwords;
  private VerifiedLogins verified;
  private LoginBrake brake;
  private String nobodysHash;

  /** Hashing is slow on purpose; guesses must not take all processors. */
  private final Semaphore hashing =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

  /** For CDI. */
  protected Logins() {}

  @Inject
  Logins(UserRepository users, TokenRepository tokens, SecureRandom random, Clock clock) {
    this(users, tokens, new Passwords(random), random, clock);
  }

  Logins(
      UserRepository users,
      TokenRepository tokens,
      Passwords passwords,
      SecureRandom random,
      Clock clock) {
    this.users = users;
    this.tokens = tokens;
    this.passwords = passwords;
    this.verified = new VerifiedLogins(random, clock);
    this.brake = new LoginBrake(clock);
    this.nobodysHash = passwords.hash("nobody");
  }

  /**
   * Verifies a name and a password.
   *
   * @param address where the request came from, for the guard against guessing
   * @throws MailwrightException {@link ErrorCode#LOGIN_REFUSED}, {@link ErrorCode#TOO_MANY_LOGINS}
   */
  public Caller byPassword(String name, String password, String address) {
    Optional<User> user = users.findByName(name);
    // Before the brake: whoever knows the password is not locked out by someone who guesses.
    if (user.isPresent() && verified.knows(name, password, user.get().passwordHash())) {
      return caller(user.get());
    }
    brake.check(name, address);
    boolean right = matches(password, user.map(User::passwordHash).orElse(nobodysHash));
    if (user.isEmpty() || !right) {
      brake.failed(name, address);
      throw refused();
    }
    brake.succeeded(name, address);
    verified.remember(name, password, user.get().passwordHash());
    return caller(user.get());
  }

  /**
   * Verifies an API token. No brake: 256 random bits cannot be guessed.
   *
   * @throws MailwrightException {@link ErrorCode#LOGIN_REFUSED}
   */
  public Caller byToken(String text) {
    return tokens
        .findByText(text)
        .map(token -> new Caller("token:" + token.name(), token.role(), token.createdBy()))
        .orElseThrow(Logins::refused);
  }

  /**
   * Who someone is now: empty when the user is gone; the role may have changed since the log-in.
   */
  public Optional<Caller> now(Caller caller) {
    return users.findByName(caller.name()).map(Logins::caller);
  }

  private boolean matches(String password, String hash) {
    hashing.acquireUninterruptibly();
    try {
      return passwords.matches(password, hash);
    } finally {
      hashing.release();
    }
  }

  private static Caller caller(User user) {
    return new Caller(user.name(), user.role());
  }

  private static MailwrightException refused() {
    return new MailwrightException(
        ErrorCode.LOGIN_REFUSED, "The name, password or token is wrong, or the token has expired.");
  }
}
