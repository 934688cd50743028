package io.mailwright.console.campaign;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.CampaignState;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.operations.campaign.CampaignProgress;
import io.mailwright.operations.campaign.CampaignProgressQuery;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The list of campaigns. It stays what it was between two clicks, so that a row is that row. */
@Named("campaignsPage")
@ViewScoped
public class CampaignsPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int ROWS = 30;

  @Inject private CampaignRepository campaigns;
  @Inject private CampaignProgressQuery progress;

  private String state;
  private long after;
  private long next;
  private transient List<CampaignLine> lines;

  /** Reads the page; again on every tick of its clock. */
  public void load() {
    OptionalLong from = after > 0 ? OptionalLong.of(after) : OptionalLong.empty();
    Page<Campaign> page = campaigns.page(new PageRequest(from, ROWS, true), wanted());
    Map<Long, CampaignProgress> numbers =
        progress.of(page.items().stream().map(Campaign::id).toList());
    lines =
        page.items().stream()
            .map(c -> new CampaignLine(c, numbers.getOrDefault(c.id(), CampaignNumbers.NONE)))
            .toList();
    next = page.next().orElse(0);
  }

  private Set<CampaignState> wanted() {
    return Arrays.stream(CampaignState.values())
        .filter(s -> s.name().equalsIgnoreCase(state))
        .findFirst()
        .map(Set::of)
        .orElseGet(() -> EnumSet.noneOf(CampaignState.class));
  }

  /** The campaigns of this page, newest first. */
  public List<CampaignLine> getLines() {
    if (lines == null) {
      load();
    }
    return lines;
  }

  /** Every state, for the filter. */
  public CampaignState[] getStates() {
    return CampaignState.values();
  }

  /** Whether the page looks again by itself. */
  public boolean isMoving() {
    return getLines().stream().anyMatch(CampaignLine::isMoving);
  }

  /** What the next page goes on after; 0 if there is none. */
  public long getNext() {
    return next;
  }

  public String getState() {
    return state;
  }

  public void setState(String state) {
    this.state = state;
  }

  public long getAfter() {
    return after;
  }

  public void setAfter(long after) {
    this.after = after;
  }
}
