package io.mailwright.console.routing;

import io.mailwright.kernel.store.PageRequest;
import io.mailwright.routing.MailServer;
import io.mailwright.routing.MailServerRepository;
import io.mailwright.routing.Pool;
import io.mailwright.routing.PoolRepository;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Servers and pools. */
@Named("serversPage")
@RequestScoped
public class ServersPage {
  @Inject private MailServerRepository servers;
  @Inject private PoolRepository pools;

  private List<MailServer> rows;

  /** All servers. */
  public List<MailServer> getServers() {
    if (rows == null) {
      rows = servers.page(PageRequest.first(PageRequest.MAX_LIMIT)).items();
    }
    return rows;
  }

  /** All pools. */
  public List<Pool> getPools() {
    return pools.page(PageRequest.first(PageRequest.MAX_LIMIT)).items();
  }

  /** The servers of a pool by name, with their share. */
  public String members(Pool pool) {
    Map<Long, MailServer> byId =
        getServers().stream().collect(Collectors.toMap(MailServer::id, Function.identity()));
    return pool.members().stream()
        .map(m -> byId.get(m.serverId()).name() + " × " + m.weight())
        .collect(Collectors.joining(", "));
  }
}
