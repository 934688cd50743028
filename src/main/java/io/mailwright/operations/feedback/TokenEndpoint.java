package io.mailwright.operations.feedback;

import io.mailwright.feedback.mailbox.MailboxFailure;
import io.mailwright.feedback.mailbox.MailboxFinding;
import io.mailwright.feedback.mailbox.TokenGrant;
import io.mailwright.feedback.mailbox.TokenServer;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.kernel.text.Cut;
import io.mailwright.operations.webhook.HookAnswer;
import io.mailwright.operations.webhook.HookCall;
import io.mailwright.operations.webhook.HookUrl;
import io.mailwright.operations.webhook.NotPublic;
import io.mailwright.operations.webhook.PublicAddresses;
import io.mailwright.smtp.TrustedCertificates;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks token endpoints (RFC 6749 sections 4.4, 6 and 5). They are called as webhooks are: public
 * addresses only unless allowed, no redirects, bounded in time and size.
 */
@ApplicationScoped
class TokenEndpoint implements TokenServer {
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int MOST_ANSWER = 64 * 1024;
  private static final int LONGEST_TOKEN = 16_000;
  private static final int LONGEST_WORDS = 300;
  private static final int OK = 200;

  /** Of an answer that does not say (section 5.1). */
  private static final Duration USUAL_LIFETIME = Duration.ofHours(1);

  private static final Duration LONGEST_LIFETIME = Duration.ofDays(1);

  private PublicAddresses addresses;

  TokenEndpoint() {}

  @Inject
  TokenEndpoint(Settings settings) {
    this(new PublicAddresses(InetAddress::getAllByName, settings.webhookNetworks()));
  }

  TokenEndpoint(PublicAddresses addresses) {
    this.addresses = addresses;
  }

  @Override
  public Token fetch(TokenGrant grant, Optional<String> caPem) throws MailboxFailure {
    HookCall call =
        new HookCall(
            addresses,
            caPem.map(TrustedCertificates::ofJavaAnd).orElseGet(TrustedCertificates::ofJava),
            PATIENCE);
    HookAnswer answer;
    try {
      answer = call.postForm(HookUrl.of("auth.token.url", grant.url()), form(grant), MOST_ANSWER);
    } catch (NotPublic e) {
      throw failure(MailboxFinding.TOKEN_FORBIDDEN, Optional.empty(), e);
    } catch (IOException e) {
      throw failure(
          MailboxFinding.TOKEN_NO_ANSWER,
          Optional.ofNullable(e.getMessage()).map(TokenEndpoint::shown),
          e);
    }
    Optional<JsonObject> json = json(answer.body());
    if (answer.status() == OK && json.isPresent()) {
      return token(json.get());
    }
    throw refused(grant, answer, json);
  }

  private static String form(TokenGrant grant) {
    StringBuilder form = new StringBuilder();
    switch (grant.kind()) {
      case REFRESH_TOKEN -> {
        add(form, "grant_type", "refresh_token");
        add(form, "refresh_token", grant.refreshToken().orElseThrow());
      }
      case CLIENT_CREDENTIALS -> add(form, "grant_type", "client_credentials");
    }
    add(form, "client_id", grant.clientId());
    grant.clientSecret().ifPresent(secret -> add(form, "client_secret", secret));
    grant.scope().ifPresent(scope -> add(form, "scope", scope));
    return form.toString();
  }

  private static void add(StringBuilder form, String name, String value) {
    form.append(form.isEmpty() ? "" : "&")
        .append(name)
        .append('=')
        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  private static Token token(JsonObject json) throws MailboxFailure {
    String access = text(json, "access_token").orElse("");
    String type = text(json, "token_type").orElse("Bearer");
    if (!isToken(access) || !type.equalsIgnoreCase("Bearer")) {
      throw failure(
          MailboxFinding.TOKEN_NO_ANSWER, Optional.of("no bearer token in the answer"), null);
    }
    return new Token(
        access, lifetime(json), text(json, "refresh_token").filter(TokenEndpoint::isToken));
  }

  /** What can stand in a log-in (RFC 6750 section 2.1), and in the database. */
  private static boolean isToken(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_TOKEN
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  /** Some servers write the number as a text. */
  private static Duration lifetime(JsonObject json) {
    JsonValue seconds = json.get("expires_in");
    try {
      long told =
          seconds instanceof JsonNumber number
              ? number.longValue()
              : seconds instanceof JsonString string
                  ? Long.parseLong(string.getString().strip())
                  : USUAL_LIFETIME.toSeconds();
      return Duration.ofSeconds(Math.max(0, Math.min(told, LONGEST_LIFETIME.toSeconds())));
    } catch (NumberFormatException e) {
      return USUAL_LIFETIME;
    }
  }

  private static MailboxFailure refused(
      TokenGrant grant, HookAnswer answer, Optional<JsonObject> json) {
    String error = json.flatMap(j -> text(j, "error")).orElse("");
    String said =
        Stream.of(
                Optional.of(error).filter(e -> !e.isEmpty()),
                json.flatMap(j -> text(j, "error_description")))
            .flatMap(Optional::stream)
            .reduce((one, other) -> one + ": " + other)
            .orElse("answered " + answer.status());
    for (Optional<String> secret : Stream.of(grant.clientSecret(), grant.refreshToken()).toList()) {
      said = secret.isPresent() ? said.replace(secret.get(), "****") : said;
    }
    return failure(
        switch (error) {
          case "invalid_client" -> MailboxFinding.TOKEN_CLIENT;
          case "invalid_grant" ->
              grant.kind() == TokenGrant.Kind.REFRESH_TOKEN
                  ? MailboxFinding.TOKEN_GRANT
                  : MailboxFinding.TOKEN_DENIED;
          case "unauthorized_client", "unsupported_grant_type" -> MailboxFinding.TOKEN_KIND;
          case "invalid_scope" -> MailboxFinding.TOKEN_SCOPE;
          case "" -> MailboxFinding.TOKEN_NO_ANSWER;
          default -> MailboxFinding.TOKEN_DENIED;
        },
        Optional.of(shown(said)),
        null);
  }

  private static MailboxFailure failure(
      MailboxFinding finding, Optional<String> words, Throwable cause) {
    return new MailboxFailure(finding, words, false, cause);
  }

  private static String shown(String text) {
    return Cut.to(text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip(), LONGEST_WORDS);
  }

  private static Optional<JsonObject> json(String body) {
    try (JsonReader reader = JSON.createReader(new StringReader(body))) {
      return Optional.of(reader.readObject());
    } catch (JsonException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(JsonObject json, String name) {
    return json.get(name) instanceof JsonString string
        ? Optional.of(string.getString())
        : Optional.empty();
  }
}
