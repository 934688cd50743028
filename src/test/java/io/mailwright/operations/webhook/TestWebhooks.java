package io.mailwright.operations.webhook;

import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import io.mailwright.testing.TestEntities;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The product's own repository on a test database, each call in a transaction of its own. */
final class TestWebhooks implements WebhookRepository, AutoCloseable {
  private final TestEntities entities;
  private final SecretBox secrets;
  private final Settings settings;

  TestWebhooks(TestEntities entities, SecretBox secrets, String networks) {
    this.entities = entities;
    this.secrets = secrets;
    this.settings =
        new Settings(
            name -> Optional.ofNullable(Map.of("mailwright.webhook.networks", networks).get(name)));
  }

  private <T> T in(Function<WebhookRepository, T> work) {
    return entities.in(
        em -> work.apply(new JpaWebhookRepository(em, secrets, settings, TestEntities.CLOCK)));
  }

  @Override
  public Optional<Webhook> find(long id) {
    return in(webhooks -> webhooks.find(id));
  }

  @Override
  public Webhook get(long id) {
    return in(webhooks -> webhooks.get(id));
  }

  @Override
  public Page<Webhook> page(PageRequest request) {
    return in(webhooks -> webhooks.page(request));
  }

  @Override
  public Webhook create(WebhookDraft draft) {
    return in(webhooks -> webhooks.create(draft));
  }

  @Override
  public Webhook restore(Webhook removed) {
    return in(webhooks -> webhooks.restore(removed));
  }

  @Override
  public Webhook change(long id, Revision expected, WebhookDraft draft) {
    return in(webhooks -> webhooks.change(id, expected, draft));
  }

  @Override
  public void delete(long id, Revision expected) {
    in(
        webhooks -> {
          webhooks.delete(id, expected);
          return null;
        });
  }

  @Override
  public void close() {
    entities.close();
  }
}
