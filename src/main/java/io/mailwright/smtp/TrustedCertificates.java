package io.mailwright.smtp;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import jakarta.annotation.Nullable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** What a server's certificate is checked against: Java's trusted ones and those of a setting. */
public final class TrustedCertificates {
  private TrustedCertificates() {}

  /**
   * Checks a setting before it is stored.
   *
   * @param pem one or more certificates in PEM form
   * @throws MailwrightException {@link ErrorCode#BAD_CERTIFICATE} if it holds none, or a broken one
   */
  public static void check(String pem) {
    read(pem);
  }

  /** Sockets that trust what Java trusts. */
  public static SSLSocketFactory ofJava() {
    try {
      return trusting(null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /**
   * Sockets that trust what Java trusts, and these.
   *
   * @throws MailwrightException {@link ErrorCode#BAD_CERTIFICATE} as {@link #check}
   */
  public static SSLSocketFactory ofJavaAnd(String pem) {
    Collection<? extends Certificate> extra = read(pem);
    try {
      KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      int n = 0;
      for (Certificate certificate : extra) {
        all.setCertificateEntry("setting-" + n++, certificate);
      }
      for (TrustManager manager : managers(null)) {
        if (manager instanceof X509TrustManager x509) {
          for (Certificate certificate : x509.getAcceptedIssuers()) {
            all.setCertificateEntry("java-" + n++, certificate);
          }
        }
      }
      return trusting(all);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java's trusted certificates cannot be read", e);
    }
  }

  /**
   * @param trusted null for what Java trusts
   */
  private static SSLSocketFactory trusting(@Nullable KeyStore trusted)
      throws GeneralSecurityException {
    TrustManager[] managers = managers(trusted);
    for (int i = 0; i < managers.length; i++) {
      if (managers[i] instanceof X509ExtendedTrustManager x509) {
        managers[i] = new ServerTrust(x509);
      }
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers, null);
    return context.getSocketFactory();
  }

  private static TrustManager[] managers(@Nullable KeyStore trusted)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory.getTrustManagers();
  }

  private static Collection<? extends Certificate> read(String pem) {
    try {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
      if (!certificates.isEmpty()) {
        return certificates;
      }
    } catch (CertificateException e) {
      throw refused(e);
    }
    throw refused(null);
  }

  private static MailwrightException refused(Exception cause) {
    return new MailwrightException(
        ErrorCode.BAD_CERTIFICATE,
        "The extra certificates cannot be read. Give them in PEM form, each from BEGIN CERTIFICATE"
            + " to END CERTIFICATE.",
        cause);
  }
}
