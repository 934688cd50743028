package io.mailwright.routing.share;

/**
 * What a campaign takes of something that all nodes draw on, as its node tells it.
 *
 * @param thing its common name, or {@link #PRESENCE}
 * @param pass as in {@link SharedThing}: grows with every take by one over its share
 * @param isWanting whether it would have more if there were more
 */
record Claim(String thing, long campaignId, Standing standing, double pass, boolean isWanting) {
  /** The campaign sends, whatever it takes. */
  static final String PRESENCE = "";
}
