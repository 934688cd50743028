package io.mailwright.delivery.send;

import io.mailwright.audience.contact.Contact;
import io.mailwright.audience.contact.ContactRepository;
import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignDraft;
import io.mailwright.content.link.LinkMaker;
import io.mailwright.content.link.Unsubscribe;
import io.mailwright.content.program.MailBody;
import io.mailwright.content.program.MailHeader;
import io.mailwright.content.program.MailSigners;
import io.mailwright.content.program.MessageProgram;
import io.mailwright.content.render.Recipient;
import io.mailwright.content.render.RenderFailure;
import io.mailwright.content.render.RenderedMail;
import io.mailwright.content.render.TemplateCompiler;
import io.mailwright.content.template.TemplateRepository;
import io.mailwright.content.tracking.TrackedTemplate;
import io.mailwright.delivery.courier.Connections;
import io.mailwright.delivery.courier.Envelope;
import io.mailwright.delivery.ledger.MessageIds;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.routing.route.RouteHealth;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends the real mail of a campaign to a few chosen addresses, beside the ledger. */
@ApplicationScoped
public class TrialSender {
  private static final int MOST_ADDRESSES = 20;

  /** Whose mails a trial's are: their links lead on, and count nowhere. */
  private static final long NOBODY = 0;

  private TemplateRepository templates;
  private ContactRepository contacts;
  private PoolRoutes routes;
  private TrialRoutes ways;
  private MailSigners signers;
  private LinkMaker links;
  private MessageIds messageIds;
  private Clock clock;

  TrialSender() {}

  /** For injection. */
  @Inject
  public TrialSender(
      TemplateRepository templates,
      ContactRepository contacts,
      PoolRoutes routes,
      RouteHealth health,
      Connections connections,
      MailSigners signers,
      LinkMaker links,
      MessageIds messageIds,
      Clock clock) {
    this.templates = templates;
    this.contacts = contacts;
    this.routes = routes;
    this.ways = new TrialRoutes(health, connections);
    this.signers = signers;
    this.links = links;
    this.messageIds = messageIds;
    this.clock = clock;
  }

  /**
   * What a server said of one address.
   *
   * @param words its own words, or why it was not tried
   */
  public record Answer(String to, boolean accepted, String words) {}

  /**
   * Sends the mail as the first contact of the campaign's lists would get it, by the first fit
   * route that lets it in; if none is fit, by one in trouble, but by none that a person took out.
   *
   * @param to 1 to 20 addresses
   * @throws MailwrightException {@code INVALID_FIELD} or {@code INVALID_ADDRESS} for the field
   *     {@code to}
   */
  public List<Answer> send(Campaign campaign, List<String> to) {
    if (to.isEmpty() || to.size() > MOST_ADDRESSES) {
      throw MailwrightException.ofField(
          ErrorCode.INVALID_FIELD,
          "to",
          "Give 1 to " + MOST_ADDRESSES + " addresses. Nothing was sent.");
    }
    List<EmailAddress> addresses =
        to.stream().map(text -> CampaignDraft.address("to", text)).toList();
    TrackedTemplate template =
        Programs.tracked(
            campaign, templates.current(campaign.templateId()), new TemplateCompiler(), links);
    Optional<Contact> sample =
        campaign.listIds().stream()
            .flatMap(list -> contacts.page(list, PageRequest.first(1), "").items().stream())
            .findFirst();
    MessageProgram program = Programs.of(campaign, template.template(), signers);
    List<Answer> answers = new ArrayList<>();
    for (EmailAddress address : addresses) {
      answers.add(sendOne(campaign, template, program, sample, address));
    }
    return answers;
  }

  private Answer sendOne(
      Campaign campaign,
      TrackedTemplate template,
      MessageProgram program,
      Optional<Contact> sample,
      EmailAddress to) {
    try {
      Optional<Unsubscribe> unsubscribe = links.of(campaign.id()).unsubscribe(to.key());
      MailHeader header =
          new MailHeader(
              to,
              Optional.empty(),
              messageIds.of(
                  campaign.id(), "test:" + clock.instant() + to.key(), campaign.fromAddress()),
              clock.instant(),
              unsubscribe);
      RenderedMail rendered = template.template().render(recipient(sample, to, unsubscribe));
      MailBody mail = program.encode(header, template.tracking().in(rendered, NOBODY));
      return ways.send(
          routes.read(campaign.poolId()),
          new Envelope(campaign.envelopeSender(), to.written()),
          mail);
    } catch (RenderFailure e) {
      return new Answer(to.written(), false, "cannot be rendered: " + e.reason());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(to.written(), false, "interrupted before it was sent");
    }
  }

  private static Recipient recipient(
      Optional<Contact> sample, EmailAddress to, Optional<Unsubscribe> unsubscribe) {
    String url = unsubscribe.map(Unsubscribe::url).orElse("");
    return sample
        .map(
            c ->
                new Recipient(
                    to.written(),
                    c.name().orElse(""),
                    c.locale().orElse(""),
                    c.timezone().orElse(""),
                    c.attributes(),
                    url))
        .orElseGet(() -> new Recipient(to.written(), "", "", "", Map.of(), url));
  }
}
