package io.mailwright.console;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.access.Caller;
import io.mailwright.operations.access.Role;
import jakarta.enterprise.context.SessionScoped;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Optional;
import java.util.UUID;

/** Who uses this browser session. */
@Named("visitor")
@SessionScoped
public class Visitor implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What uploads must carry, so that no other site's page can send one. */
  private final String key = UUID.randomUUID().toString();

  private Caller caller;

  /** Remembers a log-in that was verified. */
  void enter(Caller verified) {
    this.caller = verified;
  }

  /** Takes over what the user is now: with another role, or gone. */
  void renew(Optional<Caller> now) {
    this.caller = now.orElse(null);
  }

  /** Who it is, if somebody is logged in. */
  Optional<Caller> caller() {
    return Optional.ofNullable(caller);
  }

  /** Whether somebody is logged in. */
  public boolean isKnown() {
    return caller != null;
  }

  /** The user's name; empty when nobody is logged in. */
  public String getName() {
    return caller == null ? "" : caller.name();
  }

  /** The role; null when nobody is logged in. */
  public Role getRole() {
    return caller == null ? null : caller.role();
  }

  /** The key of this session's uploads. */
  public String getKey() {
    return key;
  }

  /** Whether campaigns may be run: what pages show their buttons by. */
  public boolean isSender() {
    return caller != null && caller.role().covers(Role.SENDER);
  }

  /** Whether everything may be changed. */
  public boolean isAdmin() {
    return caller != null && caller.role().covers(Role.ADMIN);
  }

  /**
   * Refuses a viewer.
   *
   * @throws MailwrightException {@link ErrorCode#ROLE_TOO_LOW}
   */
  public void requireSender() {
    if (!isSender()) {
      throw tooLow("sender");
    }
  }

  /**
   * Refuses all but admins.
   *
   * @throws MailwrightException {@link ErrorCode#ROLE_TOO_LOW}
   */
  public void requireAdmin() {
    if (!isAdmin()) {
      throw tooLow("admin");
    }
  }

  private static MailwrightException tooLow(String needed) {
    return new MailwrightException(
        ErrorCode.ROLE_TOO_LOW,
        "This needs the role " + needed + ". Nothing was changed; ask an admin for it.");
  }
}
