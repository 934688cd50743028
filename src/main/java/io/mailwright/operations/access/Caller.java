package io.mailwright.operations.access;

import java.io.Serializable;
import java.security.Principal;
import java.util.Objects;

/**
 * Someone whose log-in was verified.
 *
 * @param name of the user; for a token {@code token:} and its name
 * @param role what they may do
 * @param owner the user's name; for a token that of the user who made it
 */
public record Caller(String name, Role role, String owner) implements Principal, Serializable {
  /** Refuses nulls. */
  public Caller {
    Objects.requireNonNull(name);
    Objects.requireNonNull(role);
    Objects.requireNonNull(owner);
  }

  /** A user. */
  public Caller(String name, Role role) {
    this(name, role, name);
  }

  @Override
  public String getName() {
    return name;
  }
}
