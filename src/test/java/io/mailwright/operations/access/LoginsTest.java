package io.mailwright.operations.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.kernel.store.Revision;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.TestDatabases;
import io.mailwright.testing.TestEntities;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LoginsTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SettableClock clock = new SettableClock(TestEntities.NOW);
  private final Passwords passwords = new Passwords(RANDOM, 1000);
  private TestEntities store;

  /** A log-in service lives longer than a transaction; here the store gives one a call. */
  private Logins logins;

  @BeforeEach
  void start() {
    use(TestDatabases.h2());
  }

  private void use(Database database) {
    end();
    store = new TestEntities(database);
    logins =
        new Logins(
            (UserRepository) each(UserRepository.class, this::users),
            (TokenRepository) each(TokenRepository.class, this::tokens),
            passwords,
            RANDOM,
            clock);
  }

  @AfterEach
  void end() {
    if (store != null) {
      store.close();
    }
  }

  @Test
  void letsInWhoKnowsThePasswordAndNobodyElse() {
    users(u -> u.create("ann", "correct horse", Role.SENDER));
    assertThat(logins.byPassword("ann", "correct horse", "a"))
        .isEqualTo(new Caller("ann", Role.SENDER));
    refuses(ErrorCode.LOGIN_REFUSED, () -> logins.byPassword("ann", "wrong horse", "a"));
    refuses(ErrorCode.LOGIN_REFUSED, () -> logins.byPassword("bob", "correct horse", "a"));
    refuses(ErrorCode.LOGIN_REFUSED, () -> logins.byPassword("ann", "", "a"));
  }

  @Test
  void forgetsARememberedLoginWhenThePasswordChanges() {
    User ann = users(u -> u.create("ann", "correct horse", Role.SENDER));
    logins.byPassword("ann", "correct horse", "a");
    users(
        u ->
            u.change(ann.id(), Revision.latest(), Optional.of("battery staple"), Optional.empty()));
    refuses(ErrorCode.LOGIN_REFUSED, () -> logins.byPassword("ann", "correct horse", "a"));
    assertThat(logins.byPassword("ann", "battery staple", "a").name()).isEqualTo("ann");
  }

  @Test
  void slowsDownGuessingOfOneAccountFromOneAddress() {
    users(u -> u.create("ann", "correct horse", Role.SENDER));
    for (int i = 0; i < LoginBrake.FREE_FAILURES; i++) {
      refuses(ErrorCode.LOGIN_REFUSED, () -> logins.byPassword("ann", "guess", "evil"));
    }
    refuses(ErrorCode.TOO_MANY_LOGINS, () -> logins.byPassword("ann", "correct horse", "evil"));
    assertThat(logins.byPassword("ann", "correct horse", "home").name()).isEqualTo("ann");
    clock.forward(LoginBrake.LONGEST);
    refuses(ErrorCode.LOGIN_REFUSED, () -> logins.byPassword("ann", "guess", "evil"));
    refuses(ErrorCode.TOO_MANY_LOGINS, () -> logins.byPassword("ann", "guess", "evil"));
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void acceptsATokenUntilItExpires(Database database) {
    use(database);
    IssuedToken issued =
        tokens(
            t ->
                t.issue(
                    "ci",
                    Role.VIEWER,
                    Optional.of(TestEntities.NOW.plus(Duration.ofHours(1))),
                    "ann"));
    assertThat(issued.text()).startsWith("mw_").hasSizeGreaterThan(45);
    assertThat(issued.toString()).doesNotContain(issued.text());
    assertThat(logins.byToken(issued.text())).isEqualTo(new Caller("token:ci", Role.VIEWER, "ann"));
    refuses(ErrorCode.LOGIN_REFUSED, () -> logins.byToken(issued.text() + "x"));
    clock.forward(Duration.ofHours(1));
    refuses(ErrorCode.LOGIN_REFUSED, () -> logins.byToken(issued.text()));
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void keepsTheLastAdmin(Database database) {
    use(database);
    User ann = users(u -> u.create("ann", "correct horse", Role.ADMIN));
    ThrowingCallable demote =
        () ->
            users(
                u ->
                    u.change(
                        ann.id(), Revision.latest(), Optional.empty(), Optional.of(Role.VIEWER)));
    refuses(ErrorCode.LAST_ADMIN, demote);
    users(u -> u.create("bob", "correct horse", Role.ADMIN));
    assertThat(
            users(
                    u ->
                        u.change(
                            ann.id(),
                            Revision.latest(),
                            Optional.empty(),
                            Optional.of(Role.VIEWER)))
                .role())
        .isEqualTo(Role.VIEWER);
  }

  @Test
  void makesTheFirstAdminOnceAndTellsAGeneratedPassword() {
    UserRepository users = (UserRepository) each(UserRepository.class, this::users);
    FirstAdmin first = new FirstAdmin(users, new Settings(name -> Optional.empty()), RANDOM);
    String password = first.ensure().orElseThrow();
    assertThat(password).hasSize(24);
    assertThat(logins.byPassword("admin", password, "a").role()).isEqualTo(Role.ADMIN);
    assertThat(first.ensure()).isEmpty();
  }

  @Test
  void takesTheFirstPasswordFromTheSettings() {
    UserRepository users = (UserRepository) each(UserRepository.class, this::users);
    Map<String, String> set = Map.of("mailwright.admin.password", "from-the-settings");
    Settings settings = new Settings(name -> Optional.ofNullable(set.get(name)));
    assertThat(new FirstAdmin(users, settings, RANDOM).ensure()).isEmpty();
    assertThat(logins.byPassword("admin", "from-the-settings", "a").role()).isEqualTo(Role.ADMIN);
  }

  private <T> T users(Function<UserRepository, T> work) {
    return store.in(e -> work.apply(new JpaUserRepository(e, passwords, clock)));
  }

  private <T> T tokens(Function<TokenRepository, T> work) {
    return store.in(e -> work.apply(new JpaTokenRepository(e, RANDOM, clock)));
  }

  private interface Each<R> {
    Object with(Function<R, Object> work);
  }

  private static <R> Object each(Class<R> type, Each<R> transaction) {
    return java.lang.reflect.Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) ->
            transaction.with(
                repository -> {
                  try {
                    return method.invoke(repository, arguments);
                  } catch (java.lang.reflect.InvocationTargetException e) {
                    throw (RuntimeException) e.getCause();
                  } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                  }
                }));
  }

  private static void refuses(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MailwrightException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
