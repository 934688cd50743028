package io.mailwright.operations.campaign;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which waiting campaigns have something due. */
@ApplicationScoped
public class DueCampaigns {
  private ResumeTimes times;

  DueCampaigns() {}

  @Inject
  DueCampaigns(ResumeTimes times) {
    this.times = times;
  }

  /**
   * Whether a recurring campaign fires now; the firing is this call's then. The first look notes
   * the next time only.
   *
   * @param next the calendar's next time after now
   */
  public Optional<Instant> takeFiring(long campaignId, Instant now, Instant next) {
    Optional<Instant> due = times.nextFiring(campaignId);
    if (due.isEmpty()) {
      times.set(campaignId, next);
      return Optional.empty();
    }
    return due.filter(t -> !t.isAfter(now)).filter(t -> times.takeFiring(campaignId, t, next));
  }

  /** Lets those that may send over a server go on in a moment: one of its routes is back. */
  public void goOnSoon(long serverId) {
    times.notAfter(serverId);
  }

  /** Their ids, lowest first. */
  public List<Long> now() {
    return times.due();
  }
}
