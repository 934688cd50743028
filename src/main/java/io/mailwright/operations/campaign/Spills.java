package io.mailwright.operations.campaign;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What sites share although each has some room of its own: where one server takes only so many
 * mails of each site, as in a warm-up, the rest of all sites goes by the others, and has to share
 * what limits these. Looked at for each limited server, and for all of them together.
 *
 * @param servers those that mails may go by
 */
record Spills(List<Server> servers) {
  /**
   * A server of the pool.
   *
   * @param whole what limits its mails to all sites together
   * @param ofSite what limits its mails to one site; empty: nothing does
   */
  record Server(Optional<Pace> whole, Function<String, Optional<Pace>> ofSite) {}

  /**
   * The limits that are shared so.
   *
   * @param open mails by site
   * @param total mails to all sites, these and others
   */
  List<Pace> of(Map<String, Long> open, long total) {
    List<Server> limited = servers.stream().filter(s -> s.whole().isPresent()).toList();
    Set<List<Server>> groups = new LinkedHashSet<>();
    groups.add(limited);
    limited.forEach(server -> groups.add(List.of(server)));
    return groups.stream().flatMap(group -> left(group, open, total).stream()).toList();
  }

  /** What the other servers leave to these. */
  private Optional<Pace> left(List<Server> group, Map<String, Long> open, long total) {
    List<Server> others = servers.stream().filter(s -> !group.contains(s)).toList();
    List<Pace.Spill.Share> shares =
        open.entrySet().stream()
            .flatMap(
                site ->
                    Pace.sideBySide(
                        others.stream().map(s -> s.ofSite().apply(site.getKey())).toList())
                        .map(beside -> new Pace.Spill.Share(site.getValue(), beside))
                        .stream())
            .toList();
    return shares.isEmpty()
        ? Optional.empty()
        : Pace.sideBySide(group.stream().map(Server::whole).toList())
            .map(by -> new Pace.Spill(by, total, shares));
  }
}
