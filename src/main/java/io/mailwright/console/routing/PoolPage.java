package io.mailwright.console.routing;

import io.mailwright.console.EditPage;
import io.mailwright.console.Visitor;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.routing.MailServer;
import io.mailwright.routing.MailServerRepository;
import io.mailwright.routing.Pool;
import io.mailwright.routing.PoolMember;
import io.mailwright.routing.PoolRepository;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.OptionalLong;

/** One pool: a weight for each server that is in it. */
@Named("poolPage")
@ViewScoped
public class PoolPage extends EditPage<Pool> {
  private static final long serialVersionUID = 1L;
  private static final String WEIGHT = "weight.";

  @Inject private PoolRepository pools;
  @Inject private MailServerRepository servers;
  @Inject private Visitor visitor;

  /** Reads the pool to edit. */
  public void load() {
    if (isNew()) {
      visitor.requireAdmin();
    }
    if (getId() > 0) {
      Pool pool = read();
      form.put("name", pool.name());
      pool.members().forEach(m -> form.put(WEIGHT + m.serverId(), m.weight()));
    }
  }

  /** All servers. */
  public List<MailServer> getServers() {
    return servers.page(PageRequest.first(PageRequest.MAX_LIMIT)).items();
  }

  private List<PoolMember> members() {
    List<PoolMember> members =
        getServers().stream()
            .filter(server -> form.optional(WEIGHT + server.id()).isPresent())
            .map(
                server ->
                    new PoolMember(server.id(), (int) form.number(WEIGHT + server.id(), 1, 1000)))
            .toList();
    if (members.isEmpty()) {
      throw Require.refused("servers", "are missing. Give at least one server a weight.");
    }
    return members;
  }

  @Override
  protected Pool stored() {
    return pools.get(getId());
  }

  /** Saves it; running campaigns take it up. */
  @Override
  public String save() {
    OptionalLong saved =
        store(
            attempt.withInputs("")::asAdmin,
            () -> {
              Require.all(() -> Require.line("name", form.text("name"), 200), this::members);
              return isNew()
                  ? pools.create(form.text("name"), members())
                  : pools.change(getId(), seen(), form.text("name"), members());
            });
    if (saved.isEmpty()) {
      return null;
    }
    attempt.done("pool.saved");
    return "/servers?faces-redirect=true";
  }

  /** Removes it. */
  public String delete() {
    if (attempt.asAdmin(() -> pools.delete(getId(), seen()))) {
      attempt.done("pool.deleted");
      return "/servers?faces-redirect=true";
    }
    return "/pool?faces-redirect=true&id=" + getId();
  }
}
