package io.mailwright.console.job;

import io.mailwright.audience.imports.ImportRepository;
import io.mailwright.audience.list.ContactList;
import io.mailwright.audience.list.ContactListRepository;
import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.CampaignState;
import io.mailwright.console.Words;
import io.mailwright.kernel.store.PageRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a job can be about, by name, so that nobody has to look up a number. */
@RequestScoped
class SubjectChoices {
  /**
   * One of them.
   *
   * @param value its number
   * @param label its name, state and number
   */
  public record Choice(String value, String label) implements Serializable {}

  @Inject private CampaignRepository campaigns;
  @Inject private ImportRepository imports;
  @Inject private ContactListRepository lists;
  @Inject private Words words;

  /** Campaigns that a job may take as they are now, newest first. */
  List<Choice> campaignsFor(String job) {
    return campaigns(
        job.equals("send-campaign")
            ? CampaignState.Action.START.from()
            : CampaignState.Action.RESUME.from());
  }

  /**
   * Campaigns, newest first.
   *
   * @param states in one of these only; empty for all
   */
  List<Choice> campaigns(Set<CampaignState> states) {
    return campaigns.page(PageRequest.newest(PageRequest.MAX_LIMIT), states).items().stream()
        .map(this::choice)
        .toList();
  }

  /** A campaign by its number, also one that is not among the newest. */
  Optional<Choice> campaign(long id) {
    return campaigns.find(id).map(this::choice);
  }

  private Choice choice(Campaign campaign) {
    return new Choice(
        Long.toString(campaign.id()),
        words.of(
            "choice.campaign",
            campaign.name(),
            campaign.state().wording().in(words.locale()),
            Long.toString(campaign.id())));
  }

  /** Imports whose file may still be read, newest first. */
  List<Choice> imports() {
    return imports.open(PageRequest.MAX_LIMIT).stream()
        .map(
            open ->
                new Choice(
                    Long.toString(open.id()),
                    words.of(
                        "choice.import",
                        open.request().fileName(),
                        lists.find(open.request().listId()).map(ContactList::name).orElse("–"),
                        Long.toString(open.id()))))
        .toList();
  }
}
