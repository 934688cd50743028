package io.mailwright.sandbox.provider;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a simulated site is like. Immutable; made by {@link #named}. */
public final class SiteSpec {
  /** The domain that stands for all that no other site has. */
  public static final String ANY_DOMAIN = "*";

  /** Whose mails and connections one limit counts together. */
  public enum Each {
    /** All that come to the site. */
    SITE,
    /** Those from one source address. */
    SOURCE
  }

  /**
   * A source that is on the block list for a time.
   *
   * @param source the address as text
   * @param span when
   */
  public record Listing(String source, Span span) {}

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");
  private static final Pattern DOMAIN = Pattern.compile("\\*|[\\p{L}\\p{N}.-]{1,253}");

  private final Builder made;

  private SiteSpec(Builder made) {
    this.made = made;
  }

  /**
   * Begins a site that accepts everything at once, for the domains that are added.
   *
   * @param name lower-case letters, digits, dots and dashes
   */
  public static Builder named(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is no name; use small letters, digits, dots and dashes");
    }
    return new Builder(name);
  }

  /** Its name. */
  public String name() {
    return made.name;
  }

  /** Its domains in lower case, or {@link #ANY_DOMAIN}. */
  public Set<String> domains() {
    return new TreeSet<>(made.domains);
  }

  SiteReplies replies() {
    return made.replies;
  }

  Each each() {
    return made.each;
  }

  NavigableMap<Duration, List<RateLimit>> rates() {
    return made.rates;
  }

  Duration penalty() {
    return made.penalty;
  }

  Duration retryAfter() {
    return made.retryAfter;
  }

  int connections() {
    return made.connections;
  }

  int closesAfter() {
    return made.closesAfter;
  }

  Duration greylist() {
    return made.greylist;
  }

  Duration latency() {
    return made.latency;
  }

  Duration jitter() {
    return made.jitter;
  }

  double unknown() {
    return made.unknown;
  }

  MoodTable moods() {
    return made.moods;
  }

  List<Listing> blocked() {
    return made.blocked;
  }

  List<Span> dead() {
    return made.dead;
  }

  /** Collects what a site is like. Every method refuses what is out of range. */
  public static final class Builder {
    private final String name;
    private final Set<String> domains = new TreeSet<>();
    private final NavigableMap<Duration, List<RateLimit>> rates = new TreeMap<>();
    private final List<Listing> blocked = new ArrayList<>();
    private final List<Span> dead = new ArrayList<>();
    private SiteReplies replies = SiteReplies.styled("plain");
    private Each each = Each.SITE;
    private Duration penalty = Duration.ZERO;
    private Duration retryAfter = Duration.ZERO;
    private int connections = Integer.MAX_VALUE;
    private int closesAfter = Integer.MAX_VALUE;
    private Duration greylist = Duration.ZERO;
    private Duration latency = Duration.ZERO;
    private Duration jitter = Duration.ZERO;
    private double unknown;
    private MoodTable moods = MoodTable.even(ZoneOffset.UTC);

    private Builder(String name) {
      this.name = name;
      rates.put(Duration.ZERO, List.of());
    }

    private Builder(Builder other) {
      name = other.name;
      domains.addAll(other.domains);
      rates.putAll(other.rates);
      blocked.addAll(other.blocked);
      dead.addAll(other.dead);
      replies = other.replies;
      each = other.each;
      penalty = other.penalty;
      retryAfter = other.retryAfter;
      connections = other.connections;
      closesAfter = other.closesAfter;
      greylist = other.greylist;
      latency = other.latency;
      jitter = other.jitter;
      unknown = other.unknown;
      moods = other.moods;
    }

    /** A domain whose mails it takes; {@link #ANY_DOMAIN} for all that no other site has. */
    public Builder domain(String domain) {
      String lower = domain.strip().toLowerCase(Locale.ROOT);
      if (!DOMAIN.matcher(lower).matches()) {
        throw new IllegalArgumentException("\"" + domain + "\" is no domain");
      }
      domains.add(lower);
      return this;
    }

    /** How it words its answers; {@code plain} unless said. */
    public Builder replies(SiteReplies words) {
      replies = words;
      return this;
    }

    /** Whose mails and connections are counted together; the whole site's unless said. */
    public Builder each(Each whose) {
      each = whose;
      return this;
    }

    /** Its limits from the start; all must have room for a mail. None: no limit. */
    public Builder rates(RateLimit... limits) {
      return rates(Duration.ZERO, List.of(limits));
    }

    /**
     * Its limits from a moment on, until the next such moment.
     *
     * @param from counted from when the site came up
     */
    public Builder rates(Duration from, List<RateLimit> limits) {
      rates.put(notNegative("at", from), List.copyOf(limits));
      return this;
    }

    /** How long it takes nothing from whoever went over a limit. */
    public Builder penalty(Duration time) {
      penalty = notNegative("penalty", time);
      return this;
    }

    /** The time it names for coming again; unless said, the time until it has room. */
    public Builder retryAfter(Duration time) {
      retryAfter = notNegative("retryAfter", time);
      return this;
    }

    /** The most connections at once. */
    public Builder connections(int most) {
      connections = atLeastOne("connections", most);
      return this;
    }

    /** How many mails a connection may carry. */
    public Builder closesAfter(int mails) {
      closesAfter = atLeastOne("closesAfter", mails);
      return this;
    }

    /** How long after its first try a recipient is taken from a source; zero: at once. */
    public Builder greylist(Duration time) {
      greylist = notNegative("greylist", time);
      return this;
    }

    /**
     * How long an answer takes.
     *
     * @param usual in the middle
     * @param more by how much it may be more or less
     */
    public Builder latency(Duration usual, Duration more) {
      latency = notNegative("latency", usual);
      jitter = notNegative("jitter", more);
      return this;
    }

    /** The share of the addresses that nobody has, 0 to 1. The same address is always the same. */
    public Builder unknown(double share) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("unknown must be from 0 to 1");
      }
      unknown = share;
      return this;
    }

    /** Its moods by hour of the week. */
    public Builder moods(MoodTable table) {
      moods = table;
      return this;
    }

    /** Puts a source on the block list for a time. */
    public Builder blocked(String source, Span span) {
      blocked.add(new Listing(source, span));
      return this;
    }

    /** A time in which it does not answer. */
    public Builder dead(Span span) {
      dead.add(span);
      return this;
    }

    /** The site; the builder may be changed further and made again. */
    public SiteSpec build() {
      if (domains.isEmpty()) {
        throw new IllegalArgumentException("site " + name + " has no domain");
      }
      return new SiteSpec(new Builder(this));
    }

    private static Duration notNegative(String what, Duration time) {
      if (time.isNegative()) {
        throw new IllegalArgumentException(what + " must not be negative");
      }
      return time;
    }

    private static int atLeastOne(String what, int number) {
      if (number < 1) {
        throw new IllegalArgumentException(what + " must be at least 1");
      }
      return number;
    }
  }
}
