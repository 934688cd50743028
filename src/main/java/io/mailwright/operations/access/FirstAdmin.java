package io.mailwright.operations.access;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.kernel.store.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.util.Optional;

/** Sees to it that someone can log in: at the first start there is no user yet. */
@ApplicationScoped
public class FirstAdmin {
  /** The name of the first user. */
  public static final String NAME = "admin";

  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int GROUPS = 5;
  private static final int GROUP_LENGTH = 4;

  private UserRepository users;
  private Settings settings;
  private SecureRandom random;

  /** For CDI. */
  protected FirstAdmin() {}

  @Inject
  FirstAdmin(UserRepository users, Settings settings, SecureRandom random) {
    this.users = users;
    this.settings = settings;
    this.random = random;
  }

  /**
   * Adds the user {@link #NAME} if there is no user at all.
   *
   * @return the password, if it was generated just now and so must be told; it is not kept in clear
   * @throws MailwrightException {@link ErrorCode#SETTING_UNUSABLE} if the password that was set
   *     cannot be used
   */
  public Optional<String> ensure() {
    if (!users.page(PageRequest.first(1)).items().isEmpty()) {
      return Optional.empty();
    }
    Optional<String> set = settings.adminPassword();
    String password = set.orElseGet(this::generate);
    try {
      users.create(NAME, password, Role.ADMIN);
    } catch (MailwrightException e) {
      if (e.code() == ErrorCode.NAME_TAKEN) {
        // Another node was first with the same database.
        return Optional.empty();
      }
      if (e.code() == ErrorCode.INVALID_FIELD) {
        throw new MailwrightException(
            ErrorCode.SETTING_UNUSABLE,
            "MAILWRIGHT_ADMIN_PASSWORD cannot be used: " + e.getMessage(),
            e);
      }
      throw e;
    }
    return set.isPresent() ? Optional.empty() : Optional.of(password);
  }

  /** A hundred random bits, in letters that are not mistaken for one another. */
  private String generate() {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < GROUPS * GROUP_LENGTH; i++) {
      if (i > 0 && i % GROUP_LENGTH == 0) {
        password.append('-');
      }
      password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return password.toString();
  }
}
