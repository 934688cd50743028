package io.mailwright.feedback.link;

import io.mailwright.content.link.LinkMaker;
import io.mailwright.content.link.MailLinks;
import io.mailwright.content.link.Unsubscribe;
import io.mailwright.kernel.secret.DerivedKeys;
import io.mailwright.kernel.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Makes the links that recipients answer by, and reads them. Thread-safe. */
@ApplicationScoped
public class RecipientLinks implements LinkMaker {
  private static final String UNSUBSCRIBE = "/u/";

  private LinkTokens tokens;
  private String base;

  RecipientLinks() {}

  /** For injection. */
  @Inject
  public RecipientLinks(DerivedKeys keys, Settings settings) {
    this.tokens = new LinkTokens(keys);
    this.base = withoutSlash(settings.publicUrl().toASCIIString());
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  @Override
  public MailLinks of(long campaignId) {
    return emailKey ->
        Optional.of(
            new Unsubscribe(
                base
                    + UNSUBSCRIBE
                    + tokens.seal(
                        LinkUse.UNSUBSCRIBE, new UnsubscribeToken(campaignId, emailKey).toBytes()),
                Optional.empty()));
  }

  /** What an unsubscribe link says; empty if it is none of ours, or was altered. */
  public Optional<UnsubscribeToken> unsubscribe(String token) {
    return tokens.open(LinkUse.UNSUBSCRIBE, token).flatMap(UnsubscribeToken::of);
  }
}
