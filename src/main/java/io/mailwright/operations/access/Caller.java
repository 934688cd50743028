package io.mailwright.operations.access;

import java.io.Serializable;
import java.security.Principal;
import java.util.Objects;

/**
 * Someone whose log-in was verified.
 *
 * @param name of the user; for a token {@code token:} and its name
 * @param role what they may do
 */
public record Caller(String name, Role role) implements Principal, Serializable {
  /** Refuses nulls. */
  public Caller {
    Objects.requireNonNull(name);
    Objects.requireNonNull(role);
  }

  @Override
  public String getName() {
    return name;
  }
}
