package io.mailwright.console.report;

import io.mailwright.console.Attempt;
import io.mailwright.kernel.error.Require;
import io.mailwright.report.ComparedCampaign;
import io.mailwright.report.Comparisons;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Campaigns side by side. */
@Named("comparePage")
@RequestScoped
public class ComparePage {
  @Inject private Comparisons comparisons;
  @Inject private Attempt attempt;
  @Inject private HttpServletRequest request;

  private List<ComparedCampaign> campaigns = List.of();
  private List<Long> chosen = List.of();
  private List<Comparisons.Choice> choices;

  /** Reads what was chosen: {@code ids=7&ids=9} or {@code ids=7,9}. */
  public void load() {
    attempt.run(
        () -> {
          chosen = ids(request.getParameterValues("ids"));
          campaigns = chosen.isEmpty() ? List.of() : comparisons.of(chosen);
        });
  }

  /**
   * The ids of a request, each once.
   *
   * @param values may be null
   */
  static List<Long> ids(String[] values) {
    List<Long> ids = new ArrayList<>();
    try {
      for (String value : values == null ? new String[0] : values) {
        Arrays.stream(value.split(","))
            .map(String::strip)
            .filter(id -> !id.isEmpty())
            .map(Long::parseLong)
            .forEach(ids::add);
      }
    } catch (NumberFormatException e) {
      throw Require.refused("ids", "must be numbers with commas between.");
    }
    return ids.stream().distinct().toList();
  }

  /** Those to compare. */
  public List<ComparedCampaign> getCampaigns() {
    return campaigns;
  }

  /** What is compared; what nobody counts is left out. */
  public List<ComparedCampaign.Metric> getMetrics() {
    return Arrays.stream(ComparedCampaign.Metric.values())
        .filter(
            metric ->
                switch (metric) {
                  case OPENS, CLICKS ->
                      campaigns.stream().anyMatch(campaign -> campaign.share(metric).base() > 0);
                  case ACCEPTED,
                      DEFERRALS,
                      FAILED,
                      HARD_BOUNCES,
                      SOFT_BOUNCES,
                      COMPLAINTS,
                      UNSUBSCRIBES ->
                      true;
                })
        .toList();
  }

  /** Those that can be chosen. */
  public List<Comparisons.Choice> getChoices() {
    if (choices == null) {
      choices = comparisons.choices();
    }
    return choices;
  }

  /** Whether a campaign is among those to compare. */
  public boolean isChosen(long id) {
    return chosen.contains(id);
  }

  /** The chosen ids with commas between, for links. */
  public String getIds() {
    return chosen.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
