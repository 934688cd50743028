package io.mailwright.feedback.feed;

import java.util.ArrayList;
import java.util.List;

/**
 * The events of one request, understood one by one.
 *
 * @param events those that could be read
 * @param bad why others could not, with their places from 0
 */
record FeedBatch(List<FeedEvent> events, List<Bad> bad) {
  /** Events a request at most. */
  static final int MOST = 5000;

  record Bad(int index, String why) {}

  /** Reads one event. */
  interface Reading {
    FeedEvent of(FeedJson event) throws FeedRefusal;
  }

  static FeedBatch of(List<FeedJson> all, Reading reading) throws FeedRefusal {
    if (all.size() > MOST) {
      throw FeedRefusal.malformed("more than " + MOST + " events in one request");
    }
    List<FeedEvent> events = new ArrayList<>();
    List<Bad> bad = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      try {
        events.add(reading.of(all.get(i)));
      } catch (FeedRefusal e) {
        bad.add(new Bad(i, e.getMessage()));
      }
    }
    return new FeedBatch(events, bad);
  }
}
