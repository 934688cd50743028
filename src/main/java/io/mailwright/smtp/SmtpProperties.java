package io.mailwright.smtp;

import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.courier.TlsMode;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;

/** What Angus is told about an endpoint ({@code org.eclipse.angus.mail.smtp}, its settings). */
final class SmtpProperties {
  private SmtpProperties() {}

  static Properties of(ServerEndpoint endpoint, SSLSocketFactory tls, LiveSocket live) {
    Properties p = new Properties();
    p.put("mail.smtp.socketFactory", new PlainSockets(live));
    p.put("mail.smtp.ssl.socketFactory", new TlsSockets(tls, live));
    // Without this a failing factory of ours would be passed over for a plain default socket.
    p.setProperty("mail.smtp.socketFactory.fallback", "false");
    p.setProperty("mail.smtp.ssl.enable", Boolean.toString(endpoint.tls() == TlsMode.TLS));
    p.setProperty(
        "mail.smtp.starttls.enable", Boolean.toString(endpoint.tls() == TlsMode.STARTTLS));
    p.setProperty(
        "mail.smtp.starttls.required",
        Boolean.toString(endpoint.tls() == TlsMode.STARTTLS && endpoint.tlsRequired()));
    p.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    p.setProperty("mail.smtp.allow8bitmime", "false");
    p.setProperty(
        "mail.smtp.connectiontimeout", Long.toString(endpoint.timeOuts().connect().toMillis()));
    p.setProperty("mail.smtp.timeout", Long.toString(endpoint.timeOuts().opening().toMillis()));
    endpoint
        .source()
        .ifPresent(address -> p.setProperty("mail.smtp.localaddress", address.getHostAddress()));
    endpoint.heloName().ifPresent(name -> p.setProperty("mail.smtp.localhost", name));
    endpoint
        .credentials()
        .ifPresent(
            c -> {
              p.setProperty("mail.smtp.auth", "true");
              // Empty: the server takes the user for who he says he is (RFC 4616 section 2).
              p.setProperty("mail.smtp.sasl.authorizationid", "");
              p.setProperty("mail.smtp.auth.mechanisms", c.method().name());
            });
    return p;
  }
}
