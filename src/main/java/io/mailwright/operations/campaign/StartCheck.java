package io.mailwright.operations.campaign;

import io.mailwright.audience.contact.ContactRepository;
import io.mailwright.campaign.Campaign;
import io.mailwright.content.render.TemplateCompiler;
import io.mailwright.content.template.TemplateRepository;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.routing.PoolRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Refuses to start what cannot be sent, before anything is frozen. */
@ApplicationScoped
class StartCheck {
  private TemplateRepository templates;
  private PoolRepository pools;
  private ContactRepository contacts;

  StartCheck() {}

  @Inject
  StartCheck(TemplateRepository templates, PoolRepository pools, ContactRepository contacts) {
    this.templates = templates;
    this.pools = pools;
    this.contacts = contacts;
  }

  void refuseIncomplete(Campaign campaign) {
    if (templates.find(campaign.templateId()).isEmpty()) {
      throw incomplete("its template was deleted: choose another");
    }
    new TemplateCompiler().compile(templates.current(campaign.templateId()));
    if (pools.find(campaign.poolId()).map(p -> p.members().isEmpty()).orElse(true)) {
      throw incomplete("its pool is gone or has no server: choose another");
    }
    long recipients = campaign.listIds().stream().mapToLong(contacts::count).sum();
    if (recipients == 0) {
      throw new MailwrightException(
          ErrorCode.NOTHING_TO_SEND,
          "The lists of campaign "
              + campaign.id()
              + " are empty. Nothing was started; import recipients first.");
    }
  }

  private static MailwrightException incomplete(String what) {
    return new MailwrightException(
        ErrorCode.CAMPAIGN_INCOMPLETE,
        "The campaign cannot be sent: " + what + ". Nothing was started.");
  }
}
