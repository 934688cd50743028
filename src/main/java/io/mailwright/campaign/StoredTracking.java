package io.mailwright.campaign;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** A {@link Tracking} as columns of a campaign. */
@Embeddable
class StoredTracking {
  @Column(name = "track_opens")
  private boolean opens;

  @Column(name = "track_clicks")
  private boolean clicks;

  @Column(name = "track_privacy")
  private boolean privacy;

  /** For Jakarta Persistence. */
  protected StoredTracking() {}

  StoredTracking(Tracking tracking) {
    this.opens = tracking.opens();
    this.clicks = tracking.clicks();
    this.privacy = tracking.privacy();
  }

  Tracking tracking() {
    return new Tracking(opens, clicks, privacy);
  }
}
