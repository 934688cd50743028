package io.mailwright.routing;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
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
import java.util.Optional;

@ApplicationScoped
@Transactional
class JpaMailServerRepository implements MailServerRepository {
  private static final String FORGET_ROUTES =
      """
      DELETE FROM route_state
      WHERE route_id = ?1 OR route_id IN (SELECT id FROM server_source WHERE server_id = ?1)
      """;

  @PersistenceContext(unitName = "mailwright")
  private EntityManager entities;

  @Inject private SecretBox secrets;
  @Inject private Clock clock;

  JpaMailServerRepository() {}

  JpaMailServerRepository(EntityManager entities, SecretBox secrets, Clock clock) {
    this.entities = entities;
    this.secrets = secrets;
    this.clock = clock;
  }

  private EntityStore<MailServer> store() {
    return new EntityStore<>(entities, MailServer.class, "server");
  }

  @Override
  public Optional<MailServer> find(long id) {
    return store().find(id);
  }

  @Override
  public MailServer get(long id) {
    return store().get(id);
  }

  @Override
  public Page<MailServer> page(PageRequest request) {
    return store().page(request);
  }

  @Override
  public MailServer create(ServerDraft draft) {
    return store().add(fresh(draft, false));
  }

  @Override
  public MailServer keepBuiltIn(ServerDraft draft) {
    Optional<MailServer> known = store().findByName(draft.name()).filter(MailServer::isBuiltIn);
    if (known.isEmpty()) {
      return store().add(fresh(draft, true));
    }
    MailServer server = known.get();
    if (server.draft().equals(draft)) {
      return server;
    }
    return store()
        .change(
            server.id(),
            Revision.latest(),
            s -> s.describe(draft, sealed(draft, s.login()), clock.instant()));
  }

  @Override
  public MailServer change(long id, Revision expected, ServerDraft draft) {
    return store()
        .change(
            id,
            expected,
            server -> {
              refuseBuiltIn(server);
              server.describe(draft, sealed(draft, server.login()), clock.instant());
            });
  }

  @Override
  public void delete(long id, Revision expected) {
    refuseBuiltIn(get(id));
    entities.createNativeQuery(FORGET_ROUTES).setParameter(1, id).executeUpdate();
    store().remove(id, expected);
  }

  private MailServer fresh(ServerDraft draft, boolean builtIn) {
    return new MailServer(draft, sealed(draft, Optional.empty()), builtIn, clock.instant());
  }

  private Optional<ServerLogin> sealed(ServerDraft draft, Optional<ServerLogin> stored) {
    return draft
        .login()
        .map(
            login ->
                new ServerLogin(
                    login.method(),
                    login.username(),
                    login
                        .secret()
                        .map(secret -> secrets.seal(SecretUse.MAIL_SERVER, secret))
                        .or(() -> stored.map(ServerLogin::sealedSecret))
                        .orElseThrow(
                            () ->
                                Require.refused("auth.secret", "is missing. Give the password."))));
  }

  private static void refuseBuiltIn(MailServer server) {
    if (server.isBuiltIn()) {
      throw new MailwrightException(
          ErrorCode.STILL_IN_USE,
          "The server " + server.id() + " is built in and was kept as it is. Add one of your own.");
    }
  }
}
