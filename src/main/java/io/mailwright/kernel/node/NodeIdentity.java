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
    return ownersOfAll() + incarnation;
  }

  /** What the owners of all incarnations of this node begin with. */
  public String ownersOfAll() {
    return name + "#";
  }
}
