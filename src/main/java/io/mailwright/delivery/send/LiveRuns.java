package io.mailwright.delivery.send;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The campaign runs of this node, by campaign: under its lease a campaign has one run. Thread-safe.
 */
@ApplicationScoped
public class LiveRuns {
  private final Map<Long, RunControl> runs = new ConcurrentHashMap<>();

  /** Makes a run known before its job starts. */
  public void open(RunControl run) {
    runs.put(run.campaignId(), run);
  }

  /** The run of a campaign on this node. */
  public Optional<RunControl> find(long campaignId) {
    return Optional.ofNullable(runs.get(campaignId));
  }

  /**
   * The run of a campaign on this node.
   *
   * @throws IllegalStateException if it has none: its job was started without our lease
   */
  public RunControl get(long campaignId) {
    return find(campaignId)
        .orElseThrow(
            () -> new IllegalStateException("campaign " + campaignId + " has no run here"));
  }

  /** Forgets a run whose last thread has ended. */
  public void close(long campaignId) {
    runs.remove(campaignId);
  }

  /** All runs of this node. */
  public Collection<RunControl> all() {
    return List.copyOf(runs.values());
  }
}
