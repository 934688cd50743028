package io.mailwright.feedback.link;

import io.mailwright.content.link.LinkMaker;
import io.mailwright.content.link.MailLinks;
import io.mailwright.content.link.ReaderLinks;
import io.mailwright.content.link.Unsubscribe;
import io.mailwright.kernel.secret.DerivedKeys;
import io.mailwright.kernel.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;

/** Makes the links that recipients answer by, and reads them. Thread-safe. */
@ApplicationScoped
public class RecipientLinks implements LinkMaker {
  static final String UNSUBSCRIBE = "/u/";
  private static final String CLICK = "/c/";
  private static final String OPEN = "/o/";
  private static final String GIF = ".gif";
  private static final String FEED = "/f/";

  private LinkTokens tokens;
  private Verp verp;
  private boolean marksReturnPaths;
  private String base;
  private Clock clock;
  private LeaveByMail byMail;

  RecipientLinks() {}

  /** For injection. */
  @Inject
  public RecipientLinks(DerivedKeys keys, Settings settings, Clock clock, LeaveByMail byMail) {
    this.byMail = byMail;
    this.tokens = new LinkTokens(keys);
    this.verp = new Verp(keys);
    this.marksReturnPaths = settings.marksReturnPaths();
    this.clock = clock;
    this.base = withoutSlash(settings.publicUrl().toASCIIString());
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  @Override
  public MailLinks of(long campaignId) {
    return new OfCampaign(campaignId, byMail.address());
  }

  private final class OfCampaign implements MailLinks {
    private final long campaignId;
    private final Optional<String> mailAddress;

    OfCampaign(long campaignId, Optional<String> mailAddress) {
      this.campaignId = campaignId;
      this.mailAddress = mailAddress;
    }

    @Override
    public Optional<Unsubscribe> unsubscribe(String emailKey) {
      byte[] said = new UnsubscribeToken(campaignId, emailKey).toBytes();
      String token = tokens.seal(LinkUse.UNSUBSCRIBE, said);
      return Optional.of(
          new Unsubscribe(
              base + UNSUBSCRIBE + token,
              mailAddress.map(address -> LeaveMail.mailto(address, token))));
    }

    @Override
    public String returnPath(String sender, long deliveryId) {
      return marksReturnPaths ? verp.address(sender, deliveryId) : sender;
    }
  }

  @Override
  public ReaderLinks readers(long campaignId, boolean isPrivate) {
    return new OfReaders(campaignId, isPrivate);
  }

  private final class OfReaders implements ReaderLinks {
    private final long campaignId;
    private final boolean isPrivate;

    OfReaders(long campaignId, boolean isPrivate) {
      this.campaignId = campaignId;
      this.isPrivate = isPrivate;
    }

    @Override
    public String click(long deliveryId, int link, String target) {
      return base + CLICK + tokens.seal(LinkUse.CLICK, said(deliveryId, link, target));
    }

    @Override
    public String open(long deliveryId) {
      return base
          + OPEN
          + tokens.seal(LinkUse.OPEN, said(deliveryId, ReaderToken.PICTURE, ""))
          + GIF;
    }

    private byte[] said(long deliveryId, int link, String target) {
      return new ReaderToken(campaignId, deliveryId, clock.instant(), link, isPrivate, target)
          .toBytes();
    }

    @Override
    public boolean isOurs(String target) {
      return target.regionMatches(true, 0, base, 0, base.length())
          && (target.startsWith(UNSUBSCRIBE, base.length())
              || target.startsWith(CLICK, base.length())
              || target.startsWith(OPEN, base.length()));
    }
  }

  /** The URL of a feed, by the part of it that nobody can guess. */
  public String feed(String address) {
    return base + FEED + address;
  }

  /** What a link to be followed says; empty if it is none of ours, or was altered. */
  public Optional<ReaderToken> click(String token) {
    return tokens.open(LinkUse.CLICK, token).flatMap(ReaderToken::of);
  }

  /** What the picture {@code token.gif} says; empty if it is none of ours, or was altered. */
  public Optional<ReaderToken> open(String file) {
    return file.endsWith(GIF)
        ? tokens
            .open(LinkUse.OPEN, file.substring(0, file.length() - GIF.length()))
            .flatMap(ReaderToken::of)
        : Optional.empty();
  }

  /**
   * Who wants to leave by a mail with this subject.
   *
   * @return empty if it does not ask for that
   */
  public Optional<Leaving> leaving(String subject) {
    return LeaveMail.token(subject).map(token -> new Leaving(unsubscribe(token)));
  }

  /**
   * Somebody asks to leave.
   *
   * @param who empty if the token is none of ours, or was altered
   */
  public record Leaving(Optional<UnsubscribeToken> who) {}

  /** What an unsubscribe link says; empty if it is none of ours, or was altered. */
  public Optional<UnsubscribeToken> unsubscribe(String token) {
    return tokens.open(LinkUse.UNSUBSCRIBE, token).flatMap(UnsubscribeToken::of);
  }
}
