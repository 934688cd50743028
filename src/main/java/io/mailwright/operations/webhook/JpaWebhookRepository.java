package io.mailwright.operations.webhook;

import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.kernel.secret.SecretUse;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.kernel.store.EntityStore;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Optional;

@ApplicationScoped
@Transactional
class JpaWebhookRepository implements WebhookRepository {
  @PersistenceContext(unitName = "mailwright")
  private EntityManager entities;

  private SecretBox secrets;
  private PublicAddresses addresses;
  private Clock clock;

  JpaWebhookRepository() {}

  @Inject
  JpaWebhookRepository(SecretBox secrets, Settings settings, Clock clock) {
    this(null, secrets, settings, clock);
  }

  JpaWebhookRepository(EntityManager entities, SecretBox secrets, Settings settings, Clock clock) {
    this.entities = entities;
    this.secrets = secrets;
    this.addresses = new PublicAddresses(InetAddress::getAllByName, settings.webhookNetworks());
    this.clock = clock;
  }

  private EntityStore<Webhook> store() {
    return new EntityStore<>(entities, Webhook.class, "webhook");
  }

  @Override
  public Optional<Webhook> find(long id) {
    return store().find(id);
  }

  @Override
  public Webhook get(long id) {
    return store().get(id);
  }

  @Override
  public Page<Webhook> page(PageRequest request) {
    return store().page(request);
  }

  @Override
  public Webhook create(WebhookDraft draft) {
    requireRoom();
    addresses.requireCallable("url", HookUrl.of("url", draft.url()));
    String secret =
        draft
            .secret()
            .orElseThrow(() -> Require.refused("secret", "must have 16 to 200 characters."));
    return store()
        .add(new Webhook(draft, secrets.seal(SecretUse.WEBHOOK, secret), clock.instant()));
  }

  private void requireRoom() {
    long known =
        entities.createQuery("SELECT COUNT(w) FROM Webhook w", Long.class).getSingleResult();
    if (known >= MOST) {
      throw Require.refused("url", "would be one more than the " + MOST + " that are kept.");
    }
  }

  @Override
  public Webhook restore(Webhook removed) {
    requireRoom();
    addresses.requireCallable("url", HookUrl.of("url", removed.url()));
    return store().add(new Webhook(removed));
  }

  @Override
  public Webhook change(long id, Revision expected, WebhookDraft draft) {
    addresses.requireCallable("url", HookUrl.of("url", draft.url()));
    Optional<String> closed = draft.secret().map(secret -> secrets.seal(SecretUse.WEBHOOK, secret));
    return store().change(id, expected, webhook -> webhook.describe(draft, closed));
  }

  @Override
  public void delete(long id, Revision expected) {
    store().remove(id, expected);
  }
}
