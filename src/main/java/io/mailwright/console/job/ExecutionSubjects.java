package io.mailwright.console.job;

import io.mailwright.audience.imports.ImportRepository;
import io.mailwright.audience.list.ContactList;
import io.mailwright.audience.list.ContactListRepository;
import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.console.Words;
import io.mailwright.operations.execution.ExecutionView;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What executions were about, by name. Each is read once a request. */
@Named("executionSubjects")
@RequestScoped
public class ExecutionSubjects {
  @Inject private CampaignRepository campaigns;
  @Inject private ImportRepository imports;
  @Inject private ContactListRepository lists;
  @Inject private Words words;

  private final Map<Long, Subject> ofCampaigns = new HashMap<>();
  private final Map<Long, Subject> ofImports = new HashMap<>();

  /**
   * One of them.
   *
   * @param page where it is shown; empty if it is gone
   */
  public record Subject(String name, String page) {}

  /** The campaign or the file of an execution; null if it was about neither. */
  public Subject of(ExecutionView execution) {
    return execution
        .campaignId()
        .map(id -> ofCampaigns.computeIfAbsent(id, this::campaign))
        .or(() -> execution.importId().map(id -> ofImports.computeIfAbsent(id, this::file)))
        .orElse(null);
  }

  private Subject campaign(long id) {
    Optional<Campaign> found = campaigns.find(id);
    return new Subject(
        found.map(Campaign::name).orElseGet(() -> gone(id)),
        found.map(campaign -> "campaign?id=" + id).orElse(""));
  }

  private Subject file(long id) {
    return imports
        .find(id)
        .map(
            read -> {
              long list = read.request().listId();
              return new Subject(
                  words.of(
                      "jobs.import",
                      read.request().fileName(),
                      lists.find(list).map(ContactList::name).orElse("–")),
                  "list?id=" + list);
            })
        .orElseGet(() -> new Subject(gone(id), ""));
  }

  private String gone(long id) {
    return words.of("jobs.gone", Long.toString(id));
  }
}
