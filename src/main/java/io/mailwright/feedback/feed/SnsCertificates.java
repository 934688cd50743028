package io.mailwright.feedback.feed;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The certificates that Amazon's notifications are signed with, fetched once a day. Who they are of
 * is told by the host that they come from. One that cannot be had is not asked for again for half a
 * minute, so that nobody can have us ask all the time. Thread-safe.
 */
final class SnsCertificates {
  private static final Duration KEPT = Duration.ofDays(1);
  private static final Duration RESTING = Duration.ofSeconds(30);
  private static final int MOST = 50;

  private final SnsWeb web;
  private final Clock clock;
  private final Map<URI, Known> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, Known> eldest) {
          return size() > MOST;
        }
      };

  /** What was found; no key: it could not be had. */
  private record Known(java.util.Optional<X509Certificate> certificate, Instant until) {}

  SnsCertificates(SnsWeb web, Clock clock) {
    this.web = web;
    this.clock = clock;
  }

  /** The key of the certificate at an address that is known to be Amazon's. */
  synchronized PublicKey keyAt(URI address) throws FeedRefusal {
    Instant now = clock.instant();
    Known found = known.get(address);
    if (found == null || !now.isBefore(found.until())) {
      found = fetched(address, now);
      known.put(address, found);
    }
    X509Certificate certificate =
        found
            .certificate()
            .orElseThrow(
                () ->
                    new FeedRefusal(
                        FeedRefusal.Kind.UNKNOWABLE,
                        "the certificate that it names cannot be fetched now"));
    if (now.isBefore(certificate.getNotBefore().toInstant())
        || now.isAfter(certificate.getNotAfter().toInstant())) {
      throw FeedRefusal.forged("the certificate is not valid at this time");
    }
    return certificate.getPublicKey();
  }

  private Known fetched(URI address, Instant now) {
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(web.get(address)));
      return new Known(java.util.Optional.of(certificate), now.plus(KEPT));
    } catch (IOException | CertificateException e) {
      // The sender is told to come again; the feed's page shows why.
      return new Known(java.util.Optional.empty(), now.plus(RESTING));
    }
  }
}
