package io.mailwright.routing;

/** How to log in to a server. */
public enum AuthMethod {
  /** RFC 4616. */
  PLAIN,
  /** The de facto mechanism of old servers. */
  LOGIN,
  /** Bearer tokens, as Google and Microsoft define them. */
  XOAUTH2
}
