package io.mailwright.kernel.node;

/**
 * This process among all that share the database.
 *
 * @param name stays the same over restarts with the same data folder
 * @param incarnation a number of this start alone
 */
public record NodeIdentity(String name, long incarnation) {
  /** What leases are held by: name and incarnation. */
  public String owner() {
    return ownerOf(name, incarnation);
  }

  /** The owner of another incarnation. */
  public static String ownerOf(String name, long incarnation) {
    return name + "#" + incarnation;
  }
}
