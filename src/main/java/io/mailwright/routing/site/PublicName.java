package io.mailwright.routing.site;

import java.util.Set;

/** Which domains DNS can know. */
final class PublicName {
  /** Reserved, never in the public DNS (RFC 2606, 6761, 6762, 7686). */
  private static final Set<String> RESERVED =
      Set.of("example", "test", "invalid", "localhost", "local", "internal", "onion");

  private PublicName() {}

  /** Whether it makes sense to ask: not for an address in brackets, nor for a reserved name. */
  static boolean is(String domain) {
    String last = domain.substring(domain.lastIndexOf('.') + 1);
    return !domain.startsWith("[") && last.length() < domain.length() && !RESERVED.contains(last);
  }
}
