package io.mailwright.feedback.reader;

import io.mailwright.campaign.Campaign;
import io.mailwright.content.template.TemplateRepository;
import io.mailwright.content.tracking.TrackedTemplate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says what became known of a campaign's readers. Thread-safe. */
@ApplicationScoped
public class Readerships {
  private EngagementStore engagement;
  private TemplateRepository templates;

  Readerships() {}

  /** For injection and tests. */
  @Inject
  public Readerships(EngagementStore engagement, TemplateRepository templates) {
    this.engagement = engagement;
    this.templates = templates;
  }

  /** Empty for a campaign that does not want to learn anything, or has not started. */
  public Optional<Readership> of(Campaign campaign) {
    if (!campaign.tracking().isOn() || campaign.templateNo().isEmpty()) {
      return Optional.empty();
    }
    Engagement all = engagement.of(campaign.id());
    List<Readership.LinkCount> links = new ArrayList<>();
    if (campaign.tracking().clicks()) {
      String html =
          templates.source(campaign.templateId(), campaign.templateNo().getAsInt()).html();
      for (String target : TrackedTemplate.targets(html)) {
        int number = links.size() + 1;
        links.add(new Readership.LinkCount(number, Optional.of(target), all.of(number)));
      }
      int others = links.size() + 1;
      if (!all.of(others).equals(ReaderCount.NONE)) {
        links.add(new Readership.LinkCount(others, Optional.empty(), all.of(others)));
      }
    }
    links.removeIf(link -> link.count().equals(ReaderCount.NONE) && isElsewhere(link));
    return Optional.of(
        new Readership(
            all.of(Engagement.SHOWN), all.of(Engagement.ANY_LINK), List.copyOf(links), all.lost()));
  }

  /** Whether it leads not to the Web, or is the recipient's own to leave by: it counts nothing. */
  private static boolean isElsewhere(Readership.LinkCount link) {
    String target = link.target().orElse("").toLowerCase(Locale.ROOT);
    return target.replace(" ", "").equals("{{unsubscribeurl}}")
        || !(target.startsWith("http") || target.contains("{{"));
  }
}
