package io.mailwright.routing.share;

/** The weights of campaigns that share something, added up. */
record Weights(long urgent, long others) {
  static final Weights NONE = new Weights(0, 0);

  Weights plus(Standing one) {
    return one.urgent()
        ? new Weights(urgent + one.weight(), others)
        : new Weights(urgent, others + one.weight());
  }

  /** The part of the whole that belongs to one of them. */
  double partOf(Standing one) {
    return one.part(urgent, others);
  }
}
