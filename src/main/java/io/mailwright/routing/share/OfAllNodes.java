package io.mailwright.routing.share;

/** Something scarce that the campaigns of all nodes draw on, such as a quota. */
public interface OfAllNodes {
  /** Its name, the same on every node and no other thing's; at most 60 characters. */
  String commonName();
}
