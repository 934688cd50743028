package io.mailwright.routing.window;

import io.mailwright.kernel.settings.Settings;
import io.mailwright.routing.scope.NodeSingleton;
import jakarta.inject.Inject;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The windows of the campaigns that send, each kept as long as what the campaign says stays as it
 * is. Thread-safe.
 */
@NodeSingleton
public class SendWindows {
  private final Map<Long, SendWindow> byCampaign = new ConcurrentHashMap<>();
  private HourTable hours;
  private ZoneId zone;

  /** For injection and tests. */
  @Inject
  public SendWindows(HourTable hours, Settings settings) {
    this.hours = hours;
    this.zone = settings.zone();
  }

  /** The window of a campaign under these terms; cheap when they are those of the last call. */
  public SendWindow of(long campaignId, WindowTerms terms) {
    SendWindow known = byCampaign.get(campaignId);
    if (known == null || !known.terms().equals(terms)) {
      known = new SendWindow(terms, zone, hours::of);
      byCampaign.put(campaignId, known);
    }
    return known;
  }

  /** A window that nobody keeps, as for a trial on another clock. */
  public SendWindow trial(WindowTerms terms) {
    return new SendWindow(terms, zone, hours::of);
  }

  /** Forgets a campaign's window when its run ends. */
  public void forget(long campaignId) {
    byCampaign.remove(campaignId);
  }
}
