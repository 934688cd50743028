package io.mailwright.feedback.mailbox;

import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.kernel.secret.SecretUse;
import io.mailwright.kernel.store.EntityStore;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

@ApplicationScoped
@Transactional
class JpaMailboxRepository implements MailboxRepository {
  @PersistenceContext(unitName = "mailwright")
  private EntityManager entities;

  @Inject private SecretBox secrets;
  @Inject private Clock clock;

  JpaMailboxRepository() {}

  JpaMailboxRepository(EntityManager entities, SecretBox secrets, Clock clock) {
    this.entities = entities;
    this.secrets = secrets;
    this.clock = clock;
  }

  private EntityStore<Mailbox> store() {
    return new EntityStore<>(entities, Mailbox.class, "mailbox");
  }

  @Override
  public Optional<Mailbox> find(long id) {
    return store().find(id);
  }

  @Override
  public Mailbox get(long id) {
    return store().get(id);
  }

  @Override
  public Page<Mailbox> page(PageRequest request) {
    return store().page(request);
  }

  @Override
  public List<Mailbox> enabled() {
    return entities
        .createQuery("SELECT m FROM Mailbox m WHERE m.enabled = TRUE ORDER BY m.id", Mailbox.class)
        .getResultList();
  }

  @Override
  public Mailbox create(MailboxDraft draft) {
    refuseSecondForUnsubscribing(draft, 0);
    return store()
        .add(
            new Mailbox(
                draft,
                sealed(
                    draft,
                    new Mailbox.Sealed(Optional.empty(), Optional.empty(), Optional.empty())),
                clock.instant()));
  }

  @Override
  public Mailbox change(long id, Revision expected, MailboxDraft draft) {
    return store()
        .change(
            id,
            expected,
            mailbox -> {
              refuseSecondForUnsubscribing(draft, id);
              mailbox.describe(draft, sealed(draft, mailbox.sealedFor(draft)));
            });
  }

  @Override
  public Mailbox restore(Mailbox removed) {
    refuseSecondForUnsubscribing(removed.draft(), removed.id());
    return store().add(new Mailbox(removed, Optional.empty()));
  }

  @Override
  public void delete(long id, Revision expected) {
    for (String table : List.of("mailbox_state", "mailbox_token")) {
      entities
          .createNativeQuery("DELETE FROM " + table + " WHERE mailbox_id = ?1")
          .setParameter(1, id)
          .executeUpdate();
    }
    store().remove(id, expected);
  }

  private void refuseSecondForUnsubscribing(MailboxDraft draft, long id) {
    if (draft.unsubscribeAddress().isEmpty()) {
      return;
    }
    List<String> others =
        entities
            .createQuery(
                "SELECT m.name FROM Mailbox m WHERE m.unsubscribeAddress IS NOT NULL AND m.id <> :id",
                String.class)
            .setParameter("id", id)
            .getResultList();
    if (!others.isEmpty()) {
      throw Require.refused(
          "unsubscribeAddress",
          "is given for the mailbox " + others.get(0) + " already. Only one can have it.");
    }
  }

  private Mailbox.Sealed sealed(MailboxDraft draft, Mailbox.Sealed stored) {
    Optional<TokenGrant> grant = draft.login().grant();
    if (grant.isPresent()) {
      return new Mailbox.Sealed(
          Optional.empty(), clientSecret(grant.get(), stored), refreshToken(grant.get(), stored));
    }
    Optional<String> secret =
        draft
            .login()
            .secret()
            .map(given -> secrets.seal(SecretUse.MAILBOX, given))
            .or(stored::secret);
    if (secret.isEmpty()) {
      throw Require.refused("auth.secret", "is missing. Give the password or token.");
    }
    return new Mailbox.Sealed(secret, Optional.empty(), Optional.empty());
  }

  private Optional<String> clientSecret(TokenGrant grant, Mailbox.Sealed stored) {
    Optional<String> secret =
        grant
            .clientSecret()
            .map(given -> secrets.seal(SecretUse.ACCESS_TOKEN, given))
            .or(stored::clientSecret);
    if (secret.isEmpty() && grant.kind() == TokenGrant.Kind.CLIENT_CREDENTIALS) {
      throw Require.refused(
          "auth.token.clientSecret", "is missing. The grant client-credentials needs it.");
    }
    return secret;
  }

  private Optional<String> refreshToken(TokenGrant grant, Mailbox.Sealed stored) {
    if (grant.kind() == TokenGrant.Kind.CLIENT_CREDENTIALS) {
      return Optional.empty();
    }
    Optional<String> token =
        grant
            .refreshToken()
            .map(given -> secrets.seal(SecretUse.ACCESS_TOKEN, given))
            .or(stored::refreshToken);
    if (token.isEmpty()) {
      throw Require.refused(
          "auth.token.refreshToken", "is missing. The grant refresh-token needs it.");
    }
    return token;
  }
}
