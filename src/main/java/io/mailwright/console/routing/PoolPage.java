package io.mailwright.console.routing;

import io.mailwright.console.Attempt;
import io.mailwright.console.FormFields;
import io.mailwright.console.Visitor;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import io.mailwright.routing.MailServer;
import io.mailwright.routing.MailServerRepository;
import io.mailwright.routing.Pool;
import io.mailwright.routing.PoolMember;
import io.mailwright.routing.PoolRepository;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/** One pool: a weight for each server that is in it. */
@Named("poolPage")
@ViewScoped
public class PoolPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String WEIGHT = "weight.";

  @Inject private PoolRepository pools;
  @Inject private MailServerRepository servers;
  @Inject private Attempt attempt;
  @Inject private Visitor visitor;

  private final FormFields form = new FormFields();
  private long id;
  private int version;
  private boolean isOvertaken;

  /** Reads the pool to edit. */
  public void load() {
    if (id == 0) {
      visitor.requireAdmin();
    }
    if (id > 0) {
      Pool pool = pools.get(id);
      version = pool.version();
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

  /** Saves it; running campaigns take it up. */
  public String save() {
    boolean isDone =
        attempt
            .withInputs("")
            .asAdmin(
                () -> {
                  Require.all(() -> Require.line("name", form.text("name"), 200), this::members);
                  if (id == 0) {
                    pools.create(form.text("name"), members());
                  } else {
                    pools.change(id, Revision.of(version), form.text("name"), members());
                  }
                });
    isOvertaken = attempt.isOvertaken();
    if (!isDone) {
      return null;
    }
    attempt.done("pool.saved");
    return "/servers?faces-redirect=true";
  }

  /** Removes it. */
  public String delete() {
    if (attempt.asAdmin(() -> pools.delete(id, Revision.of(version)))) {
      attempt.done("pool.deleted");
      return "/servers?faces-redirect=true";
    }
    return "/pool?faces-redirect=true&id=" + id;
  }

  /** What was typed, by field. */
  public Map<String, Object> getIn() {
    return form.map();
  }

  /** Whether somebody else saved meanwhile, so that a person must decide. */
  public boolean isOvertaken() {
    return isOvertaken;
  }

  /** Saves this over what somebody else saved. */
  public String overwrite() {
    version = pools.get(id).version();
    return save();
  }

  public long getId() {
    return id;
  }

  public void setId(long id) {
    this.id = id;
  }
}
