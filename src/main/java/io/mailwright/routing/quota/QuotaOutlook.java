package io.mailwright.routing.quota;

import io.mailwright.campaign.RateUnit;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the quotas stand at one moment, and from it when mails can go if nobody else sends. Takes
 * nothing. Each quota is read once, when it is first asked for. Not thread-safe.
 */
public final class QuotaOutlook {
  private final QuotaView.Seen seen;
  private final PermitStore store;
  private final long now;
  private final Map<String, Usage> usages = new HashMap<>();

  QuotaOutlook(QuotaView.Seen seen, PermitStore store, long now) {
    this.seen = seen;
    this.store = store;
    this.now = now;
  }

  /** A quota as it stands. */
  public static final class Standing {
    private final AppliedQuota quota;
    private final Usage usage;
    private final String words;

    private Standing(AppliedQuota quota, Usage usage, String words) {
      this.quota = quota;
      this.usage = usage;
      this.words = words;
    }

    /** What it counts the mails of. */
    public QuotaScope scope() {
      return quota.scope();
    }

    /** As in "Gmail budget of 40 a minute". */
    public String words() {
      return words;
    }

    /** Mails a second over long. */
    public double perSecond() {
      return quota.rule().limit() / (double) quota.rule().per().length().toSeconds();
    }

    /** Whether it is used in one part of the day as well as in all of it. */
    public boolean isOfTheDay() {
      return quota.rule().per() == RateUnit.DAY;
    }

    /**
     * When a mail can go of those that come from a moment on.
     *
     * @param nth which of them, from 1
     */
    public Instant goesAt(long nth, Instant from) {
      long begin = Math.max(usage.at(), QuotaRule.micros(from));
      return QuotaRule.instant(usage.goesAt(quota.rule(), nth, begin));
    }
  }

  /** Those that apply. */
  public List<Standing> of(Subjects subjects, QuotaLabels labels) {
    return Arrays.stream(seen.of(subjects))
        .map(QuotaMeter::quota)
        .map(quota -> new Standing(quota, usage(quota), quota.words(labels)))
        .toList();
  }

  private Usage usage(AppliedQuota quota) {
    return usages.computeIfAbsent(quota.meter(), meter -> store.usage(quota, now));
  }
}
