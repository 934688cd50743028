package io.mailwright.operations.access;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.EntityStore;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

@ApplicationScoped
@Transactional
class JpaUserRepository implements UserRepository {
  @PersistenceContext(unitName = "mailwright")
  private EntityManager entities;

  private Passwords passwords;
  private Clock clock;

  JpaUserRepository() {}

  @Inject
  JpaUserRepository(SecureRandom random, Clock clock) {
    this(null, new Passwords(random), clock);
  }

  JpaUserRepository(EntityManager entities, Passwords passwords, Clock clock) {
    this.entities = entities;
    this.passwords = passwords;
    this.clock = clock;
  }

  private EntityStore<User> store() {
    return new EntityStore<>(entities, User.class, "user");
  }

  @Override
  public Optional<User> find(long id) {
    return store().find(id);
  }

  @Override
  public User get(long id) {
    return store().get(id);
  }

  @Override
  public Optional<User> findByName(String name) {
    return store().findByName(name);
  }

  @Override
  public Page<User> page(PageRequest request) {
    return store().page(request);
  }

  @Override
  public User create(String name, String password, Role role, Correspondence how) {
    Require.all(() -> User.checkedName(name), () -> Passwords.check("password", password));
    String hash = passwords.hash(password);
    return store().add(new User(name, hash, role, how, clock.instant()));
  }

  @Override
  public User change(
      long id,
      Revision expected,
      Optional<String> password,
      Optional<Role> role,
      Optional<Correspondence> how) {
    if (role.isPresent() && role.get() != Role.ADMIN) {
      keepAnAdmin(get(id));
    }
    Optional<String> hash = password.map(text -> passwords.hash(Passwords.check("password", text)));
    return store()
        .change(
            id,
            expected,
            user -> {
              hash.ifPresent(user::changePassword);
              role.ifPresent(user::changeRole);
              how.ifPresent(user::write);
            });
  }

  @Override
  public void delete(long id, Revision expected) {
    keepAnAdmin(get(id));
    store().remove(id, expected);
  }

  /** Locks the admins, so that two who go at once do not both see the other stay. */
  private void keepAnAdmin(User leaving) {
    if (leaving.role() != Role.ADMIN) {
      return;
    }
    long others =
        entities
            .createQuery("SELECT u FROM User u WHERE u.role = :admin ORDER BY u.id", User.class)
            .setParameter("admin", Role.ADMIN)
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .getResultStream()
            .filter(user -> user.id() != leaving.id())
            .count();
    if (others == 0) {
      throw new MailwrightException(
          ErrorCode.LAST_ADMIN,
          leaving.name() + " is the only admin and was kept. Make someone else an admin first.");
    }
  }
}
