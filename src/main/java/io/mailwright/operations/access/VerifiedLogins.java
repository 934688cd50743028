package io.mailwright.operations.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers for five minutes that a password was right, so that a client with Basic authentication
 * does not pay for the hash each time. It keeps a keyed hash of name, password and stored hash
 * under a key of this process: a changed password is another hash and finds nothing. Thread-safe;
 * holds at most 1,000.
 */
final class VerifiedLogins {
  static final Duration REMEMBERED = Duration.ofMinutes(5);

  private static final int MOST = 1000;

  private final SecretKeySpec key;
  private final Clock clock;
  private final Map<String, Instant> until =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MOST;
        }
      };

  VerifiedLogins(SecureRandom random, Clock clock) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    this.key = new SecretKeySpec(bytes, "HmacSHA256");
    this.clock = clock;
  }

  boolean knows(String name, String password, String passwordHash) {
    String entry = entry(name, password, passwordHash);
    synchronized (until) {
      Instant end = until.get(entry);
      if (end == null) {
        return false;
      }
      if (clock.instant().isBefore(end)) {
        return true;
      }
      until.remove(entry);
      return false;
    }
  }

  void remember(String name, String password, String passwordHash) {
    String entry = entry(name, password, passwordHash);
    synchronized (until) {
      until.remove(entry);
      until.put(entry, clock.instant().plus(REMEMBERED));
    }
  }

  private String entry(String name, String password, String passwordHash) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      for (String part : new String[] {name, password, passwordHash}) {
        mac.update(part.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
      }
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA256 is not available", e);
    }
  }
}
