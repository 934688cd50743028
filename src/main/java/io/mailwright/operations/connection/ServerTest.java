package io.mailwright.operations.connection;

import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.send.PoolRoutes;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.smtp.SmtpReply;
import io.mailwright.kernel.text.Wording;
import io.mailwright.routing.MailServer;
import io.mailwright.routing.MailServerRepository;
import io.mailwright.routing.ServerSource;
import io.mailwright.smtp.SmtpCourier;
import io.mailwright.smtp.SmtpProbe;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Connects to a server as a person would by hand, and shows what was said. Sends no mail. */
@ApplicationScoped
public class ServerTest {
  private MailServerRepository servers;
  private PoolRoutes routes;
  private SmtpProbe probe;

  @Resource private ManagedScheduledExecutorService watchdog;

  /** For CDI. */
  protected ServerTest() {}

  @Inject
  ServerTest(MailServerRepository servers, PoolRoutes routes) {
    this.servers = servers;
    this.routes = routes;
  }

  @PostConstruct
  void start() {
    probe = new SmtpProbe(new SmtpCourier(watchdog));
  }

  /** Who said a line. */
  public enum Speaker {
    CLIENT,
    SERVER
  }

  /**
   * A line of the dialog; secrets are masked.
   *
   * @param meaning for people who do not speak SMTP
   */
  public record Line(Speaker speaker, String text, Wording meaning) {}

  /**
   * What was said and how it ended.
   *
   * @param source the local address that it was tried from, where one is set
   * @param failedAt the step that failed: {@code connect}, {@code tls}, {@code auth} …; empty if
   *     all went well
   * @param finding what was found and what to do about it
   * @param reply the server's own words, if a reply ended it
   * @param message how it ended, in one English line without secrets
   */
  public record Report(
      Optional<String> source,
      List<Line> dialog,
      Optional<String> failedAt,
      Wording finding,
      Optional<String> reply,
      String message) {
    /** Whether mails can be sent this way, as far as can be told without sending one. */
    public boolean isFit() {
      return failedAt.isEmpty();
    }
  }

  /**
   * Tests a server, once from each of its sources; waits for each answer at most 15 s.
   *
   * @return one report at least
   * @throws io.mailwright.kernel.error.MailwrightException if there is no such server or its secret
   *     cannot be decrypted
   */
  public List<Report> of(long serverId) {
    MailServer server = servers.get(serverId);
    ServerEndpoint endpoint = routes.endpoint(server);
    return server.sources().isEmpty()
        ? List.of(report(Optional.empty(), endpoint))
        : server.sources().stream()
            .map(ServerSource::source)
            .map(
                source ->
                    report(
                        Optional.of(source.address()),
                        endpoint.withSource(Optional.of(source.inetAddress()))))
            .toList();
  }

  private Report report(Optional<String> source, ServerEndpoint endpoint) {
    SmtpProbe.Report report = probe.probe(endpoint);
    return new Report(
        source,
        report.dialog().stream()
            .map(
                line ->
                    new Line(
                        Speaker.valueOf(line.speaker().name()),
                        line.text(),
                        line.meaning().wording()))
            .toList(),
        report.failedAt().map(Require::word),
        report.explanation(),
        report.reply().map(SmtpReply::toString),
        report.message());
  }
}
