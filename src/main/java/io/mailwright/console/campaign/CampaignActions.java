package io.mailwright.console.campaign;

import io.mailwright.campaign.CampaignDraft;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.console.Attempt;
import io.mailwright.console.Visitor;
import io.mailwright.console.Words;
import io.mailwright.kernel.store.Revision;
import io.mailwright.kernel.text.Cut;
import io.mailwright.operations.campaign.CampaignControl;
import io.mailwright.operations.campaign.CampaignControl.DoubtDecision;
import io.mailwright.routing.brake.CampaignBrakes;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** The buttons of a campaign. Each goes back to the campaign's page by a redirect. */
@Named("campaignActions")
@RequestScoped
public class CampaignActions {
  @Inject private CampaignControl control;
  @Inject private CampaignBrakes brakes;
  @Inject private CampaignRepository campaigns;
  @Inject private Attempt attempt;
  @Inject private Visitor visitor;
  @Inject private Words words;

  private long delivery;
  private String site;

  /** Starts a campaign; a second click finds it started and says so. */
  public String start(long id) {
    if (attempt.asSender(() -> control.start(id, visitor.getName()))) {
      attempt.done("campaign.started");
    }
    return page(id);
  }

  /** Stops sending within one mail. */
  public String pause(long id) {
    if (attempt.asSender(() -> control.pause(id, visitor.getName()))) {
      attempt.done("campaign.pausing");
    }
    return page(id);
  }

  /** Goes on. */
  public String resume(long id) {
    if (attempt.asSender(() -> control.resume(id, visitor.getName()))) {
      attempt.done("campaign.resumed");
    }
    return page(id);
  }

  /** Lets all mails go without waiting for the canary, or although it went badly. */
  public String letCanaryGo(long id) {
    if (attempt.asSender(() -> control.resume(id, visitor.getName()))) {
      attempt.done("campaign.canary.gone");
    }
    return page(id);
  }

  /** Lets mails go again to the chosen site, which the breaker holds. */
  public String release(long id) {
    attempt.asSender(
        () -> {
          if (brakes.release(id, site)) {
            attempt.done("campaign.sites.released");
          } else {
            attempt.done("campaign.sites.notHeld");
          }
        });
    return page(id);
  }

  /** Ends it for good. */
  public String cancel(long id) {
    if (attempt.asSender(() -> control.cancel(id, visitor.getName()))) {
      attempt.done("campaign.cancelled");
    }
    return page(id);
  }

  /** Makes a new draft of the same settings and goes there. */
  public String copy(long id) {
    long[] made = {id};
    boolean isDone =
        attempt.asSender(
            () -> {
              made[0] = control.copy(id, nameOfCopy(campaigns.get(id).name()));
            });
    if (isDone) {
      attempt.done("campaign.copied");
    }
    return page(made[0]);
  }

  /** A long name is cut, and not what tells the copy from it. */
  private String nameOfCopy(String name) {
    int added = words.of("campaign.copyName", "").length();
    return words.of("campaign.copyName", Cut.to(name, CampaignDraft.LONGEST_NAME - added));
  }

  /** Counts what is in doubt as accepted. */
  public String doubtsAreSent(long id) {
    return settle(id, DoubtDecision.SENT, List.of(), "");
  }

  /** Sends what is in doubt again. */
  public String doubtsAreResent(long id) {
    return settle(id, DoubtDecision.RESEND, List.of(), "");
  }

  /**
   * Counts the chosen delivery as accepted.
   *
   * @param state the filter of the page, to go back to it
   */
  public String oneIsSent(long id, String state) {
    return settle(id, DoubtDecision.SENT, List.of(delivery), state);
  }

  /**
   * Sends the chosen delivery again.
   *
   * @param state the filter of the page, to go back to it
   */
  public String oneIsResent(long id, String state) {
    return settle(id, DoubtDecision.RESEND, List.of(delivery), state);
  }

  private String settle(long id, DoubtDecision decision, List<Long> deliveries, String state) {
    attempt.asSender(
        () -> {
          int settled = control.settleInDoubt(id, decision, deliveries, visitor.getName());
          attempt.done("campaign.settled", settled);
        });
    return page(id) + (state == null || state.isBlank() ? "" : "&state=" + words.encoded(state));
  }

  /** Removes a campaign that never started. */
  public String delete(long id) {
    if (attempt.asSender(() -> campaigns.delete(id, Revision.latest()))) {
      attempt.done("campaign.deleted");
      return "/campaigns?faces-redirect=true";
    }
    return page(id);
  }

  private static String page(long id) {
    return "/campaign?faces-redirect=true&id=" + id;
  }

  public String getSite() {
    return site;
  }

  public void setSite(String site) {
    this.site = site;
  }

  public long getDelivery() {
    return delivery;
  }

  public void setDelivery(long delivery) {
    this.delivery = delivery;
  }
}
