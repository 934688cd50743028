package io.mailwright.routing;

import io.mailwright.kernel.error.Require;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;

/** What a person may give as the place of a server and as certificates to trust. */
public final class ServerAddress {
  private static final int LONGEST_LABEL = 63;

  private ServerAddress() {}

  /**
   * A name or an IP address, 1 to 255 characters, under the field name {@code host}.
   *
   * @return without the brackets of IPv6
   * @throws io.mailwright.kernel.error.MailwrightException if it is neither
   */
  public static String host(String given) {
    String host = Require.line("host", given, 255);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    boolean hasPort = host.indexOf(':') >= 0 && host.indexOf(':') == host.lastIndexOf(':');
    if (host.isEmpty()
        || hasPort
        || !host.chars().allMatch(ServerAddress::mayStandInHost)
        || !hasSoundLabels(host)) {
      throw Require.refused(
          "host", "is neither a host name nor an IP address. Write it without a scheme or port.");
    }
    return host;
  }

  /** RFC 1123 section 2.1; a dot may end a name, and an IPv6 address has colons. */
  private static boolean hasSoundLabels(String host) {
    return host.indexOf(':') >= 0
        || Arrays.stream(
                (host.endsWith(".") ? host.substring(0, host.length() - 1) : host).split("\\.", -1))
            .noneMatch(
                label ->
                    label.isEmpty()
                        || label.length() > LONGEST_LABEL
                        || label.startsWith("-")
                        || label.endsWith("-"));
  }

  private static boolean mayStandInHost(int c) {
    return c == '.' || c == '-' || c == '_' || c == ':' || c == '%' || Character.isLetterOrDigit(c);
  }

  /**
   * Certificates in PEM, at most 100,000 characters, under the field name {@code caPem}.
   *
   * @throws io.mailwright.kernel.error.MailwrightException if they are none
   */
  public static void checkPem(String pem) {
    Require.range("caPem", pem.length(), 1, 100_000);
    if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
      throw Require.refused(
          "caPem", "holds no certificate. Give PEM text with -----BEGIN CERTIFICATE-----.");
    }
    try {
      CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    } catch (CertificateException e) {
      throw Require.refused(
          "caPem", "holds a certificate that cannot be read. Copy the whole PEM text again.");
    }
  }
}
