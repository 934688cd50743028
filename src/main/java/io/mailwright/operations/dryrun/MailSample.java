package io.mailwright.operations.dryrun;

import io.mailwright.campaign.Campaign;
import io.mailwright.content.program.MailHeader;
import io.mailwright.content.program.MailSender;
import io.mailwright.content.program.MessageProgram;
import io.mailwright.content.render.CompiledTemplate;
import io.mailwright.content.render.RenderFailure;
import io.mailwright.content.render.TemplateCompiler;
import io.mailwright.content.template.TemplateRepository;
import io.mailwright.kernel.address.AddressVerdict;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.MailwrightException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

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
   */
  MailProblems of(Campaign campaign, long recipients, Forecast.Watcher watcher) {
    CompiledTemplate template =
        compiler.compile(
            campaign.templateNo().isPresent()
                ? templates.source(campaign.templateId(), campaign.templateNo().getAsInt())
                : templates.current(campaign.templateId()));
    EmailAddress from = EmailAddress.of(campaign.fromAddress());
    MessageProgram program =
        MessageProgram.of(
            new MailSender(from, campaign.fromName(), campaign.replyTo().map(EmailAddress::of)),
            template.attachments(),
            Optional.empty());
    MailProblems.Tally tally = new MailProblems.Tally();
    long every = Math.max(1, (recipients + MOST - 1) / MOST);
    long after = 0;
    long made = 0;
    List<SampledContact> page = audience.sample(campaign.listIds(), every, after, PAGE);
    while (!page.isEmpty() && made < MOST && watcher.goesOn(made, clock.instant())) {
      page.forEach(contact -> make(contact, template, program, tally));
      made += page.size();
      after = page.get(page.size() - 1).id();
      page = audience.sample(campaign.listIds(), every, after, PAGE);
    }
    return tally.told(every > 1);
  }

  private void make(
      SampledContact contact,
      CompiledTemplate template,
      MessageProgram program,
      MailProblems.Tally tally) {
    tally.made();
    AddressVerdict verdict = EmailAddress.check(contact.values().email());
    if (verdict instanceof AddressVerdict.Refused refused) {
      tally.add(MailProblems.Kind.ADDRESS, refused.reason().wording().english(), contact);
      return;
    }
    EmailAddress to = ((AddressVerdict.Accepted) verdict).address();
    if (to.needsSmtpUtf8()) {
      tally.add(
          MailProblems.Kind.ADDRESS, "the address needs a server that offers SMTPUTF8", contact);
    }
    try {
      program.encode(
          new MailHeader(to, contact.name(), "<dry-run@example.com>", clock.instant()),
          template.render(contact.values()));
    } catch (RenderFailure | MailwrightException e) {
      tally.add(MailProblems.Kind.RENDER, e.getMessage(), contact);
    }
  }
}
