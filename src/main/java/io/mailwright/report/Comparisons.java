package io.mailwright.report;

import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryQuery;
import io.mailwright.feedback.event.FeedbackCounts;
import io.mailwright.feedback.event.FeedbackRepository;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import io.mailwright.report.projection.Counts;
import io.mailwright.report.projection.ProjectionQuery;
import io.mailwright.report.projection.Projector;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts campaigns side by side. */
@ApplicationScoped
public class Comparisons {
  /** As many as fit beside each other. */
  public static final int MOST = 8;

  private static final Duration PATIENCE = Duration.ofMillis(100);
  private static final int CHOICE = 100;

  private CampaignFacts facts;
  private DeliveryQuery deliveries;
  private FeedbackRepository feedback;
  private Projector projector;
  private ProjectionQuery sums;

  Comparisons() {}

  @Inject
  Comparisons(
      CampaignFacts facts,
      DeliveryQuery deliveries,
      FeedbackRepository feedback,
      Projector projector,
      ProjectionQuery sums) {
    this.facts = facts;
    this.deliveries = deliveries;
    this.feedback = feedback;
    this.projector = projector;
    this.sums = sums;
  }

  /**
   * Campaigns in the order in which they are asked for.
   *
   * @param ids 1 to {@value #MOST}, none twice
   * @throws MailwrightException {@link ErrorCode#NOT_FOUND} if one does not exist
   */
  public List<ComparedCampaign> of(List<Long> ids) {
    Require.count("ids", ids, 1, MOST);
    if (ids.stream().distinct().count() < ids.size()) {
      throw Require.refused("ids", "names a campaign twice.");
    }
    Map<Long, CampaignFacts.Fact> known = facts.of(ids);
    Map<Long, DeliveryCounts> counts = deliveries.counts(ids);
    FeedbackCounts cameBack = feedback.counts(ids);
    return ids.stream()
        .map(
            id -> {
              CampaignFacts.Fact fact = known.get(id);
              if (fact == null) {
                throw new MailwrightException(
                    ErrorCode.NOT_FOUND, "There is no campaign " + id + ".");
              }
              projector.bringUp(id, PATIENCE);
              return new ComparedCampaign(
                  id,
                  fact.name(),
                  fact.state(),
                  fact.template(),
                  fact.tracked(),
                  fact.startedAt(),
                  fact.endedAt(),
                  counts.getOrDefault(id, new DeliveryCounts(Map.of())),
                  ProjectedReports.cameBack(cameBack, id),
                  sums.byRoute(id).values().stream().reduce(Counts.NONE, Counts::plus));
            })
        .toList();
  }

  /** A campaign that can be chosen; names alone are often the same. */
  public record Choice(long id, String name, Optional<Instant> startedAt) {}

  /** Those that have started, newest first. */
  public List<Choice> choices() {
    return facts.started(CHOICE).stream()
        .map(fact -> new Choice(fact.id(), fact.name(), fact.startedAt()))
        .toList();
  }
}
