package io.mailwright.feedback.feed;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses that Amazon's notifications name, and that we ask only if they are Amazon's. */
final class SnsAddress {
  private static final Pattern HOST =
      Pattern.compile("sns\\.[a-z]{2}[a-z0-9-]{1,30}\\.amazonaws\\.com(\\.cn)?");
  private static final Pattern CERTIFICATE =
      Pattern.compile("/SimpleNotificationService-[0-9a-f]{16,64}\\.pem");

  private SnsAddress() {}

  /** The address of a signing certificate. */
  static Optional<URI> ofCertificate(String text) {
    return ofAmazon(text)
        .filter(
            uri -> uri.getRawQuery() == null && CERTIFICATE.matcher(uri.getRawPath()).matches());
  }

  /** The address that confirms a subscription. */
  static Optional<URI> ofConfirmation(String text) {
    return ofAmazon(text)
        .filter(uri -> uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
        .filter(
            uri ->
                uri.getRawQuery() != null
                    && uri.getRawQuery().contains("Action=ConfirmSubscription"));
  }

  private static Optional<URI> ofAmazon(String text) {
    try {
      URI uri = new URI(text);
      boolean isAmazon =
          "https".equals(uri.getScheme())
              && uri.getHost() != null
              && HOST.matcher(uri.getHost()).matches()
              && uri.getPort() == -1
              && uri.getRawUserInfo() == null
              && uri.getRawFragment() == null
              && uri.getRawPath() != null;
      return isAmazon ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
