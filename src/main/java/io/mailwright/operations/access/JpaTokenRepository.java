package io.mailwright.operations.access;

import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.EntityStore;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

@ApplicationScoped
@Transactional
class JpaTokenRepository implements TokenRepository {
  private static final String PREFIX = "mw_";
  private static final int TOKEN_BYTES = 32;

  @PersistenceContext(unitName = "mailwright")
  private EntityManager entities;

  @Inject private SecureRandom random;
  @Inject private Clock clock;

  JpaTokenRepository() {}

  JpaTokenRepository(EntityManager entities, SecureRandom random, Clock clock) {
    this.entities = entities;
    this.random = random;
    this.clock = clock;
  }

  private EntityStore<ApiToken> store() {
    return new EntityStore<>(entities, ApiToken.class, "token");
  }

  @Override
  public ApiToken get(long id) {
    return store().get(id);
  }

  @Override
  public Page<ApiToken> page(PageRequest request) {
    return store().page(request);
  }

  @Override
  public IssuedToken issue(String name, Role role, Optional<Instant> expiresAt, String createdBy) {
    if (expiresAt.isPresent() && !expiresAt.get().isAfter(clock.instant())) {
      throw Require.refused("expiresAt", "is not in the future.");
    }
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    ApiToken token =
        store().add(new ApiToken(name, hash(text), role, createdBy, expiresAt, clock.instant()));
    return new IssuedToken(token, text);
  }

  @Override
  public Optional<ApiToken> findByText(String text) {
    if (!text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    return entities
        .createQuery("SELECT t FROM ApiToken t WHERE t.tokenHash = :hash", ApiToken.class)
        .setParameter("hash", hash(text))
        .getResultStream()
        .findFirst()
        .filter(token -> !token.isExpiredAt(clock.instant()));
  }

  @Override
  public void delete(long id) {
    store().remove(id, Revision.latest());
  }

  /** No salt and no rounds: 256 random bits cannot be guessed. */
  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }
}
