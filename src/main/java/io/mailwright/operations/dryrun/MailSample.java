package io.mailwright.operations.dryrun;

import io.mailwright.campaign.Campaign;
import io.mailwright.content.check.TemplateCheck;
import io.mailwright.content.program.MailBody;
import io.mailwright.content.program.MailHeader;
import io.mailwright.content.program.MailSender;
import io.mailwright.content.program.MessageProgram;
import io.mailwright.content.render.CompiledTemplate;
import io.mailwright.content.render.RenderFailure;
import io.mailwright.content.render.TemplateCompiler;
import io.mailwright.content.render.TemplateSource;
import io.mailwright.content.template.TemplateRepository;
import io.mailwright.kernel.address.AddressVerdict;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.MailwrightException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Makes a campaign's mails, of many recipients those of an even sample. Thread-safe. */
@ApplicationScoped
class MailSample {
  static final int MOST = 20_000;
  private static final int PAGE = 1000;

  private AudienceQuery audience;
  private TemplateRepository templates;
  private Clock clock;
  private final TemplateCompiler compiler = new TemplateCompiler();

  MailSample() {}

  @Inject
  MailSample(AudienceQuery audience, TemplateRepository templates, Clock clock) {
    this.audience = audience;
    this.templates = templates;
    this.clock = clock;
  }

  /**
   * Makes them.
   *
   * @param recipients how many there are
   * @param offers what the servers take
   */
  MailProblems of(Campaign campaign, long recipients, PoolOffers offers, Forecast.Watcher watcher) {
    TemplateSource source =
        campaign.templateNo().isPresent()
            ? templates.source(campaign.templateId(), campaign.templateNo().getAsInt())
            : templates.current(campaign.templateId());
    CompiledTemplate template = compiler.compile(source);
    Set<String> used = TemplateCheck.of(source, Set.of()).unknownVariables(Set.of());
    EmailAddress from = EmailAddress.of(campaign.fromAddress());
    MessageProgram program =
        MessageProgram.of(
            new MailSender(from, campaign.fromName(), campaign.replyTo().map(EmailAddress::of)),
            template.attachments(),
            Optional.empty());
    MailProblems.Tally tally = new MailProblems.Tally();
    offers.troubles().forEach(tally::add);
    boolean isSenderTaken = isSenderTaken(campaign, offers);
    long every = Math.max(1, (recipients + MOST - 1) / MOST);
    List<Long> ids = audience.sampleIds(campaign.listIds(), every, MOST);
    for (int made = 0; made < ids.size() && watcher.goesOn(made, clock.instant()); made += PAGE) {
      List<Long> page = ids.subList(made, Math.min(ids.size(), made + PAGE));
      for (SampledContact contact : audience.sample(page)) {
        tally.made();
        blanks(contact, used).forEach(words -> tally.add(MailProblems.Kind.BLANK, words, contact));
        if (isSenderTaken) {
          make(contact, template, program, offers, tally);
        } else {
          tally.add(
              MailProblems.Kind.SENDER,
              "the sender's address needs SMTPUTF8, which no server of the pool offers",
              contact);
        }
      }
    }
    return tally.told(every > 1);
  }

  /** Attributes that the template uses and the contact lacks. */
  private static List<String> blanks(SampledContact contact, Set<String> used) {
    Set<String> known = contact.values().attributes().keySet();
    return used.stream()
        .filter(name -> known.stream().noneMatch(name::equalsIgnoreCase))
        .map(name -> "the placeholder {{" + name + "}} has no value and is left out")
        .toList();
  }

  private static boolean isSenderTaken(Campaign campaign, PoolOffers offers) {
    return offers.takesUtf8()
        || Stream.concat(
                Stream.of(campaign.fromAddress(), campaign.envelopeSender()),
                campaign.replyTo().stream())
            .filter(address -> !address.isEmpty())
            .noneMatch(address -> EmailAddress.of(address).needsSmtpUtf8());
  }

  private void make(
      SampledContact contact,
      CompiledTemplate template,
      MessageProgram program,
      PoolOffers offers,
      MailProblems.Tally tally) {
    AddressVerdict verdict = EmailAddress.check(contact.values().email());
    if (verdict instanceof AddressVerdict.Refused refused) {
      tally.add(MailProblems.Kind.ADDRESS, refused.reason().wording().english(), contact);
      return;
    }
    EmailAddress to = ((AddressVerdict.Accepted) verdict).address();
    try {
      MailBody body =
          program.encode(
              new MailHeader(to, contact.name(), "<dry-run@example.com>", clock.instant()),
              template.render(contact.values()));
      refusal(to, body, offers).ifPresent(found -> tally.add(found.kind(), found.words(), contact));
    } catch (RenderFailure | MailwrightException e) {
      tally.add(MailProblems.Kind.RENDER, e.getMessage(), contact);
    }
  }

  private record Refusal(MailProblems.Kind kind, String words) {}

  /** Why no server takes a mail that could be made. */
  private static Optional<Refusal> refusal(EmailAddress to, MailBody body, PoolOffers offers) {
    boolean needsUtf8 = to.needsSmtpUtf8() || body.needsSmtpUtf8();
    if (offers.takes(body.size(), needsUtf8)) {
      return Optional.empty();
    }
    if (needsUtf8 && !offers.takesUtf8()) {
      return Optional.of(
          new Refusal(
              MailProblems.Kind.ADDRESS,
              "the part before the @ is not ASCII, and no server of the pool offers SMTPUTF8"));
    }
    OptionalLong largest = offers.largest();
    return Optional.of(
        new Refusal(
            MailProblems.Kind.SIZE,
            largest.isPresent()
                ? "the mail is larger than the "
                    + largest.getAsLong()
                    + " octets that a server of the pool takes at most"
                : "the mail is larger than what the servers with SMTPUTF8 take"));
  }
}
