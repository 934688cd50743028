package io.mailwright.routing.brake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Canaries and breakers in memory, where no person lets anything go. For one thread. */
final class TrialBrakes implements BrakeRecords {
  private final Map<Long, CanaryState> canaries = new HashMap<>();
  private final Map<Long, TreeMap<String, SiteState>> sites = new HashMap<>();

  /**
   * Begins with what is stored of a campaign. A canary that was refused holds nobody any more: who
   * goes on with the campaign lets the others go. One that is out is taken to go well.
   */
  static TrialBrakes of(long campaignId, BrakeRecords stored) {
    TrialBrakes trial = new TrialBrakes();
    stored
        .canary(campaignId)
        .map(
            canary ->
                new CanaryState(
                    canary.phase() == CanaryPhase.REFUSED ? CanaryPhase.PASSED : canary.phase(),
                    canary.lookAt(),
                    canary.why(),
                    0))
        .ifPresent(canary -> trial.save(campaignId, canary));
    stored.sites(campaignId).forEach(site -> trial.save(campaignId, site));
    return trial;
  }

  @Override
  public Optional<CanaryState> canary(long campaignId) {
    return Optional.ofNullable(canaries.get(campaignId));
  }

  @Override
  public void save(long campaignId, CanaryState state) {
    canaries.put(campaignId, state);
  }

  @Override
  public void complained(long campaignId) {
    canaries.computeIfPresent(
        campaignId,
        (id, known) ->
            new CanaryState(known.phase(), known.lookAt(), known.why(), known.complaints() + 1));
  }

  @Override
  public boolean letGoOn(long campaignId) {
    return false;
  }

  @Override
  public List<SiteState> sites(long campaignId) {
    return List.copyOf(sites.getOrDefault(campaignId, new TreeMap<>()).values());
  }

  @Override
  public void save(long campaignId, SiteState state) {
    sites.computeIfAbsent(campaignId, id -> new TreeMap<>()).put(state.site(), state);
  }

  @Override
  public Set<String> held(long campaignId) {
    return sites.getOrDefault(campaignId, new TreeMap<>()).keySet();
  }

  @Override
  public boolean release(long campaignId, String site) {
    return false;
  }
}
