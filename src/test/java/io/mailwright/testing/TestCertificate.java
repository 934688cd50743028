package io.mailwright.testing;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate with its key, made by the JDK's keytool when a test runs, so that none
 * lies in the repository and expires.
 */
public final class TestCertificate {
  /** The password of the key store. */
  public static final String PASSWORD = "certificate";

  private static final List<String> EC = List.of("EC", "-groupname", "secp256r1");

  private final Path keyStore;
  private final KeyStore loaded;

  private TestCertificate(Path keyStore, KeyStore loaded) {
    this.keyStore = keyStore;
    this.loaded = loaded;
  }

  /**
   * Makes a certificate.
   *
   * @param folder an existing folder for the key store
   * @param subjectAltName as keytool takes it: {@code dns:localhost,ip:127.0.0.1}
   */
  public static TestCertificate make(Path folder, String subjectAltName) throws Exception {
    return make(folder, subjectAltName, "-1H", EC);
  }

  /** The same with an RSA key. */
  public static TestCertificate makeRsa(Path folder, String subjectAltName) throws Exception {
    return make(folder, subjectAltName, "-1H", List.of("RSA", "-keysize", "2048"));
  }

  /** The same for one that expired days ago. */
  public static TestCertificate makeExpired(Path folder, String subjectAltName) throws Exception {
    return make(folder, subjectAltName, "-10d", EC);
  }

  private static TestCertificate make(
      Path folder, String subjectAltName, String start, List<String> algorithm) throws Exception {
    Path file = Files.createTempDirectory(folder, "certificate").resolve("server.p12");
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg"));
    command.addAll(algorithm);
    command.addAll(
        List.of(
            "-startdate",
            start,
            "-validity",
            "2",
            "-dname",
            "CN=test",
            "-ext",
            "SAN=" + subjectAltName,
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            file.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("keytool failed: " + said);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return new TestCertificate(file, store);
  }

  /** The key store with the key, PKCS12. */
  public Path keyStore() {
    return keyStore;
  }

  /** The end of its time. */
  public Instant end() throws Exception {
    return ((X509Certificate) loaded.getCertificate("server")).getNotAfter().toInstant();
  }

  /** The certificate in PEM form. */
  public String pem() throws Exception {
    Certificate certificate = loaded.getCertificate("server");
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  /** TLS for a server that shows this certificate. */
  public SSLContext serverContext() throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(loaded, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /** TLS for a client that trusts this certificate only. */
  public SSLContext clientContext() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", loaded.getCertificate("server"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** Its key. */
  public PrivateKey privateKey() throws Exception {
    return (PrivateKey) loaded.getKey("server", PASSWORD.toCharArray());
  }
}
