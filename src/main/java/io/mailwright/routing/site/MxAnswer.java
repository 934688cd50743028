package io.mailwright.routing.site;

import java.time.Duration;
import java.util.List;

/** What DNS says about a domain's mail exchangers. */
public sealed interface MxAnswer {
  /**
   * It has some.
   *
   * @param exchangers lower-case, without the last dot, in order of preference; at least one
   * @param ttl how long that holds
   */
  record Found(List<String> exchangers, Duration ttl) implements MxAnswer {
    public Found {
      exchangers = List.copyOf(exchangers);
    }
  }

  /** It has none: the domain does not exist, or is its own exchanger (RFC 5321 section 5.1). */
  record None() implements MxAnswer {}

  /** It says that it takes no mail: a "null MX" (RFC 7505). */
  record TakesNoMail() implements MxAnswer {}

  /** The domain's own servers fail; others may be found. */
  record Failed() implements MxAnswer {}

  /** Nobody answers: the network is down, or the resolver is. */
  record Unreachable() implements MxAnswer {}
}
