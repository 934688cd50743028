package io.mailwright.testing;

import com.icegreen.greenmail.util.DummySSLServerSocketFactory;
import java.nio.file.Files;

/**
 * What GreenMail's servers show. It keeps the first certificate that it was given for all that
 * comes in the same JVM, so all tests share one.
 */
public final class GreenMailCertificate {
  private GreenMailCertificate() {}

  private static final class Holder {
    private static final TestCertificate CERTIFICATE = make();
  }

  /** Of {@code localhost} and 127.0.0.1; to be asked for before a server is made. */
  public static TestCertificate get() {
    return Holder.CERTIFICATE;
  }

  private static TestCertificate make() {
    try {
      TestCertificate certificate =
          TestCertificate.make(
              Files.createTempDirectory("greenmail"), "dns:localhost,ip:127.0.0.1");
      System.setProperty(
          DummySSLServerSocketFactory.GREENMAIL_KEYSTORE_FILE_PROPERTY,
          certificate.keyStore().toString());
      System.setProperty(
          DummySSLServerSocketFactory.GREENMAIL_KEYSTORE_PASSWORD_PROPERTY,
          TestCertificate.PASSWORD);
      return certificate;
    } catch (Exception e) {
      throw new IllegalStateException("no certificate for GreenMail", e);
    }
  }
}
