package io.mailwright.operations.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.mailwright.feedback.mailbox.MailboxFailure;
import io.mailwright.feedback.mailbox.MailboxFinding;
import io.mailwright.feedback.mailbox.TokenGrant;
import io.mailwright.feedback.mailbox.TokenServer;
import io.mailwright.kernel.settings.Network;
import io.mailwright.operations.webhook.PublicAddresses;
import io.mailwright.testing.TestCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real server with TLS on this machine. */
@Timeout(60)
class TokenEndpointTest {
  private static final String GIVEN =
      "{\"access_token\":\"at-1\",\"token_type\":\"Bearer\",\"expires_in\":3599}";

  @TempDir private Path folder;
  private final List<String> asked = new ArrayList<>();
  private final TokenEndpoint endpoint = endpoint(List.of(Network.of("127.0.0.0/8")));
  private TestCertificate certificate;
  private HttpsServer server;
  private int status = 200;
  private long length;
  private String answer = GIVEN;

  private static TokenEndpoint endpoint(List<Network> allowed) {
    return new TokenEndpoint(new PublicAddresses(InetAddress::getAllByName, allowed));
  }

  @BeforeEach
  void start() throws Exception {
    certificate = TestCertificate.make(folder, "ip:127.0.0.1");
    server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 10);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate.serverContext()));
    server.createContext(
        "/token",
        exchange -> {
          asked.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Content-Type")
                  + " "
                  + URLDecoder.decode(
                      new String(
                          exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII),
                      StandardCharsets.UTF_8));
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          if (status / 100 == 3) {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
          }
          // 0 makes it come in chunks.
          exchange.sendResponseHeaders(status, length < 0 ? body.length : length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String url() {
    return "https://127.0.0.1:" + server.getAddress().getPort() + "/token";
  }

  private TokenGrant refresh() {
    return new TokenGrant(
        url(),
        TokenGrant.Kind.REFRESH_TOKEN,
        "client 1",
        Optional.of("s3cret&x=1"),
        Optional.of("refresh/1+2"),
        Optional.empty());
  }

  private TokenGrant clientCredentials() {
    return new TokenGrant(
        url(),
        TokenGrant.Kind.CLIENT_CREDENTIALS,
        "client 1",
        Optional.of("s3cret"),
        Optional.empty(),
        Optional.of("https://outlook.office365.com/.default"));
  }

  private TokenServer.Token fetched(TokenGrant grant) throws Exception {
    return endpoint.fetch(grant, Optional.of(certificate.pem()));
  }

  private MailboxFailure refused(TokenGrant grant) {
    return catchThrowableOfType(
        MailboxFailure.class, () -> endpoint.fetch(grant, Optional.of(certificate.pem())));
  }

  @Test
  void getsATokenForARefreshToken() throws Exception {
    TokenServer.Token token = fetched(refresh());
    assertThat(token.accessToken()).isEqualTo("at-1");
    assertThat(token.lifetime()).isEqualTo(Duration.ofSeconds(3599));
    assertThat(token.refreshToken()).isEmpty();
    assertThat(token.toString()).doesNotContain("at-1");
    assertThat(asked)
        .containsExactly(
            "POST application/x-www-form-urlencoded grant_type=refresh_token"
                + "&refresh_token=refresh/1+2&client_id=client 1&client_secret=s3cret&x=1");
  }

  @Test
  void getsATokenForTheClientItself() throws Exception {
    length = -1;
    answer = GIVEN.replace("3599", "\"600\"");
    assertThat(fetched(clientCredentials()).lifetime()).isEqualTo(Duration.ofMinutes(10));
    assertThat(asked.get(0))
        .endsWith(
            "grant_type=client_credentials&client_id=client 1&client_secret=s3cret"
                + "&scope=https://outlook.office365.com/.default");
  }

  @Test
  void takesARefreshTokenThatReplacesTheOldOne() throws Exception {
    answer = "{\"access_token\":\"a\",\"refresh_token\":\"refresh-2\"}";
    TokenServer.Token token = fetched(refresh());
    assertThat(token.refreshToken()).contains("refresh-2");
    assertThat(token.lifetime()).as("as is usual").isEqualTo(Duration.ofHours(1));
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_client,TOKEN_CLIENT",
    "invalid_grant,TOKEN_GRANT",
    "unauthorized_client,TOKEN_KIND",
    "unsupported_grant_type,TOKEN_KIND",
    "invalid_scope,TOKEN_SCOPE",
    "interaction_required,TOKEN_DENIED"
  })
  void saysWhatToDoAboutARefusal(String error, MailboxFinding finding) {
    status = 400;
    answer =
        "{\"error\":\"" + error + "\",\"error_description\":\"Bad refresh/1+2.\\r\\nTrace: 7\"}";
    MailboxFailure failure = refused(refresh());
    assertThat(failure.finding()).isEqualTo(finding);
    assertThat(failure.explained().english())
        .contains(error + ": Bad ****. Trace: 7")
        .doesNotContain("refresh/1+2");
    assertThat(failure.explained().chinese()).contains(error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>Log in</html>",
        "[]",
        "{}",
        "{\"access_token\":\"\"}",
        "{\"access_token\":7}",
        "{\"access_token\":\"a\\u0001auth=Bearer b\"}",
        "{\"access_token\":\"a b\"}",
        "{\"access_token\":\"a\",\"token_type\":\"mac\"}"
      })
  void doesNotTakeWhatIsNoToken(String body) {
    answer = body;
    assertThat(refused(refresh()).finding()).isEqualTo(MailboxFinding.TOKEN_NO_ANSWER);
  }

  @Test
  void doesNotReadAnEndlessAnswer() {
    answer = "{\"access_token\":\"" + "a".repeat(100_000) + "\"}";
    assertThat(refused(refresh()).explained().english()).contains("too large");
  }

  @Test
  void followsNoRedirect() {
    status = 302;
    MailboxFailure failure = refused(refresh());
    assertThat(failure.finding()).isEqualTo(MailboxFinding.TOKEN_NO_ANSWER);
    assertThat(asked).hasSize(1);
  }

  @Test
  void callsNoAddressThatIsNotPublic() {
    MailboxFailure failure =
        catchThrowableOfType(
            MailboxFailure.class,
            () -> endpoint(List.of()).fetch(refresh(), Optional.of(certificate.pem())));
    assertThat(failure.finding()).isEqualTo(MailboxFinding.TOKEN_FORBIDDEN);
    assertThat(failure.explained().english()).contains("MAILWRIGHT_WEBHOOK_NETWORKS");
    assertThat(asked).isEmpty();
  }

  @Test
  void tellsNothingToAServerWhoseCertificateIsNotTrusted() {
    MailboxFailure failure =
        catchThrowableOfType(
            MailboxFailure.class, () -> endpoint.fetch(refresh(), Optional.empty()));
    assertThat(failure.finding()).isEqualTo(MailboxFinding.TOKEN_NO_ANSWER);
    assertThat(failure.explained().english()).contains("no secure connection");
    assertThat(asked).isEmpty();
  }
}
