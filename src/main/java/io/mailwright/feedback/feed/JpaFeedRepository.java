package io.mailwright.feedback.feed;

import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.kernel.store.EntityStore;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;

@ApplicationScoped
@Transactional
class JpaFeedRepository implements FeedRepository {
  private static final int ADDRESS = 18;

  @PersistenceContext(unitName = "mailwright")
  private EntityManager entities;

  @Inject private SecretBox secrets;
  @Inject private SecureRandom random;
  @Inject private Clock clock;

  JpaFeedRepository() {}

  JpaFeedRepository(EntityManager entities, SecretBox secrets, SecureRandom random, Clock clock) {
    this.entities = entities;
    this.secrets = secrets;
    this.random = random;
    this.clock = clock;
  }

  private EntityStore<Feed> store() {
    return new EntityStore<>(entities, Feed.class, "feed");
  }

  @Override
  public Feed get(long id) {
    return store().get(id);
  }

  @Override
  public Optional<Feed> at(String address) {
    return entities
        .createQuery("SELECT f FROM Feed f WHERE f.address = :address", Feed.class)
        .setParameter("address", address)
        .getResultStream()
        .findFirst();
  }

  @Override
  public Page<Feed> page(PageRequest request) {
    return store().page(request);
  }

  @Override
  public Feed create(FeedDraft draft) {
    if (draft.kind() != FeedKind.SES && draft.secret().isEmpty()) {
      throw Require.refused("secret", "is missing. Without it nobody could tell who speaks.");
    }
    byte[] address = new byte[ADDRESS];
    random.nextBytes(address);
    return store()
        .add(
            new Feed(
                draft,
                Base64.getUrlEncoder().withoutPadding().encodeToString(address),
                secrets,
                clock.instant()));
  }

  @Override
  public Feed change(long id, Revision expected, FeedDraft draft) {
    return store()
        .change(
            id,
            expected,
            feed -> {
              if (feed.kind() != draft.kind()) {
                throw Require.refused("kind", "cannot change. Make another feed.");
              }
              feed.describe(draft, secrets);
            });
  }

  @Override
  public Feed restore(Feed removed) {
    return store().add(new Feed(removed));
  }

  @Override
  public void delete(long id, Revision expected) {
    store().remove(id, expected);
  }
}
