package io.mailwright.kernel.settings;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings' values by type, read once at start. A value that cannot be used is refused with its
 * name: {@link ErrorCode#SETTING_UNUSABLE}. Immutable.
 */
public final class Settings {
  private static final Pattern MEMBER =
      Pattern.compile("([\\w.-]+|\\[[0-9A-Fa-f:.]+\\]):[0-9]{1,5}");
  private static final Pattern RESOLVER =
      Pattern.compile("(?<host>[\\w.-]+|\\[[0-9A-Fa-f:.]+\\])(:(?<port>[0-9]{1,5}))?");
  private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern ADDRESS =
      Pattern.compile(ATOM + "(?:\\." + ATOM + ")*@" + LABEL + "(?:\\." + LABEL + ")+");
  private static final int LONGEST_ADDRESS = 254;
  private static final int LONGEST_LOCAL = 64;
  private static final int DNS = 53;
  private static final int MOST_PORT = 65_535;

  private final Function<String, Optional<String>> source;
  private final Path dataFolder;
  private final URI publicUrl;
  private final RecoveryMode recovery;
  private final JournalSync journalSync;
  private final boolean sandbox;
  private final int sandboxMailboxPort;
  private final int workers;
  private final List<String> cluster;
  private final Duration lease;
  private final Duration leaseRenewal;
  private final Duration leaseGrace;
  private final Duration reply;
  private final boolean exchangers;
  private final Optional<InetSocketAddress> resolver;
  private final ZoneId zone;
  private final boolean learnsHours;
  private final boolean unsubscribesFromAll;
  private final boolean complaintsLeaveAll;
  private final boolean marksReturnPaths;
  private final int softBounceLimit;
  private final Duration softBounceWindow;
  private final Optional<String> noticeFrom;
  private final List<String> noticeTo;
  private final boolean noticesInChinese;
  private final List<Network> webhookNetworks;
  private final Optional<LocalTime> purgeAt;

  /**
   * @param source a value by property name ({@link Setting#property}); blank counts as unset
   * @throws MailwrightException {@link ErrorCode#SETTING_UNUSABLE}
   */
  public Settings(Function<String, Optional<String>> source) {
    this.source = source;
    this.dataFolder = Path.of(required(Setting.MAILWRIGHT_DATA_DIR)).toAbsolutePath().normalize();
    this.publicUrl = url(Setting.MAILWRIGHT_PUBLIC_URL);
    this.recovery = word(Setting.MAILWRIGHT_RECOVERY, RecoveryMode.class);
    this.journalSync = word(Setting.MAILWRIGHT_JOURNAL_SYNC, JournalSync.class);
    this.sandbox = word(Setting.MAILWRIGHT_SANDBOX, Switch.class) == Switch.ON;
    this.sandboxMailboxPort = number(Setting.MAILWRIGHT_SANDBOX_POP3, 0, MOST_PORT);
    this.workers = number(Setting.MAILWRIGHT_WORKERS, 1, 512);
    this.cluster = members(Setting.MAILWRIGHT_CLUSTER);
    this.lease = seconds(Setting.MAILWRIGHT_LEASE_SECONDS, 5, 600);
    this.leaseRenewal = seconds(Setting.MAILWRIGHT_LEASE_RENEW_SECONDS, 1, 200);
    this.leaseGrace = seconds(Setting.MAILWRIGHT_LEASE_GRACE_SECONDS, 0, 600);
    this.reply = seconds(Setting.MAILWRIGHT_REPLY_SECONDS, 10, 600);
    this.exchangers = word(Setting.MAILWRIGHT_MX_LOOKUP, Switch.class) == Switch.ON;
    this.resolver = value(Setting.MAILWRIGHT_MX_RESOLVER).map(Settings::resolver);
    this.zone = zone(Setting.MAILWRIGHT_ZONE);
    this.unsubscribesFromAll =
        word(Setting.MAILWRIGHT_UNSUBSCRIBE_FROM, Leaving.class) == Leaving.ALL;
    this.complaintsLeaveAll = word(Setting.MAILWRIGHT_COMPLAINT_FROM, Leaving.class) == Leaving.ALL;
    this.marksReturnPaths = word(Setting.MAILWRIGHT_VERP, Switch.class) == Switch.ON;
    this.softBounceLimit = number(Setting.MAILWRIGHT_SOFT_BOUNCES, 1, 1000);
    this.softBounceWindow = Duration.ofDays(number(Setting.MAILWRIGHT_SOFT_BOUNCE_DAYS, 1, 365));
    this.noticeFrom = addresses(Setting.MAILWRIGHT_NOTICE_FROM, 1).stream().findFirst();
    this.noticeTo = addresses(Setting.MAILWRIGHT_NOTICE_TO, 20);
    this.noticesInChinese = word(Setting.MAILWRIGHT_NOTICE_LANGUAGE, Language.class) == Language.ZH;
    this.webhookNetworks = networks(Setting.MAILWRIGHT_WEBHOOK_NETWORKS);
    this.purgeAt = timeOrOff(Setting.MAILWRIGHT_PURGE_AT);
    this.learnsHours = word(Setting.MAILWRIGHT_LEARNED_HOURS, Switch.class) == Switch.ON;
    if (leaseRenewal.multipliedBy(3).compareTo(lease) > 0) {
      throw refused(
          Setting.MAILWRIGHT_LEASE_RENEW_SECONDS,
          "must be at most a third of MAILWRIGHT_LEASE_SECONDS, so that one late renewal loses"
              + " nothing");
    }
  }

  private enum Switch {
    ON,
    OFF
  }

  private enum Leaving {
    LISTS,
    ALL
  }

  private enum Language {
    EN,
    ZH
  }

  /** Everything that must survive; absolute. */
  public Path dataFolder() {
    return dataFolder;
  }

  /** Password of user {@code admin} at the first start. */
  public Optional<String> adminPassword() {
    return value(Setting.MAILWRIGHT_ADMIN_PASSWORD);
  }

  /** Base of links in mails, without a slash at the end. */
  public URI publicUrl() {
    return publicUrl;
  }

  /** Whether one click leaves all mail, and not only the lists of the campaign. */
  public boolean unsubscribesFromAll() {
    return unsubscribesFromAll;
  }

  /** Whether a complaint leaves all mail, and not only the lists of the campaign. */
  public boolean complaintsLeaveAll() {
    return complaintsLeaveAll;
  }

  /** Whether each mail's return path names its delivery. */
  public boolean marksReturnPaths() {
    return marksReturnPaths;
  }

  /** After so many soft bounces within {@link #softBounceWindow} an address gets no more mail. */
  public int softBounceLimit() {
    return softBounceLimit;
  }

  /** How far back soft bounces count. */
  public Duration softBounceWindow() {
    return softBounceWindow;
  }

  /** Sender of notices by mail; empty: there are none by mail. */
  public Optional<String> noticeFrom() {
    return noticeFrom;
  }

  /** Name of the pool over which notices leave first. */
  public Optional<String> noticePool() {
    return value(Setting.MAILWRIGHT_NOTICE_POOL);
  }

  /** Who gets notices by mail, beside owners. */
  public List<String> noticeTo() {
    return noticeTo;
  }

  /** Words of the kinds that those get; empty: all. */
  public List<String> noticeKinds() {
    return parts(Setting.MAILWRIGHT_NOTICE_KINDS);
  }

  /** Whether notices to addresses that are no user's are in Chinese. */
  public boolean areNoticesInChinese() {
    return noticesInChinese;
  }

  /** Networks that webhooks may call although they are not public. */
  public List<Network> webhookNetworks() {
    return webhookNetworks;
  }

  /** When old data is deleted each day, in {@link #zone}; empty: not by itself. */
  public Optional<LocalTime> purgeAt() {
    return purgeAt;
  }

  /** Who restarts what a crash interrupted. */
  public RecoveryMode recovery() {
    return recovery;
  }

  /** When the journal has to be on the disk. */
  public JournalSync journalSync() {
    return journalSync;
  }

  /** Whether the built-in SMTP simulator runs. */
  public boolean isSandboxOn() {
    return sandbox;
  }

  /** Mail providers that the simulator plays: {@code default}, or a file's path. */
  public Optional<String> sandboxSites() {
    return value(Setting.MAILWRIGHT_SANDBOX_SITES);
  }

  /** Where the simulator's mailbox is fetched from on 127.0.0.1; 0: any free port. */
  public int sandboxMailboxPort() {
    return sandboxMailboxPort;
  }

  /** Sending workers of this node, 1 to 512. */
  public int workers() {
    return workers;
  }

  /** Members of the data grid, {@code host:port}; empty: no grid. */
  public List<String> cluster() {
    return cluster;
  }

  /** How long a lease lasts without renewal. */
  public Duration lease() {
    return lease;
  }

  /** How often a lease is renewed. */
  public Duration leaseRenewal() {
    return leaseRenewal;
  }

  /** How long after its end a lease may be taken over. */
  public Duration leaseGrace() {
    return leaseGrace;
  }

  /** How long the reply to the end of a mail is awaited. */
  public Duration reply() {
    return reply;
  }

  /** Whether DNS is asked for the mail exchangers of domains. */
  public boolean looksUpExchangers() {
    return exchangers;
  }

  /** The DNS server to ask, not resolved; empty: the machine's own. */
  public Optional<InetSocketAddress> resolver() {
    return resolver;
  }

  /** The zone of recipients whose own is not known, where their campaign has none. */
  public ZoneId zone() {
    return zone;
  }

  /** Whether it is learned and heeded how sites take mails by hour of the week. */
  public boolean learnsHours() {
    return learnsHours;
  }

  private Optional<String> value(Setting setting) {
    return source
        .apply(setting.property())
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .or(setting::fallback);
  }

  private String required(Setting setting) {
    return value(setting).orElseThrow(() -> refused(setting, "is missing"));
  }

  private int number(Setting setting, int least, int most) {
    try {
      int number = Integer.parseInt(required(setting));
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw refused(setting, "must be a number from " + least + " to " + most);
    }
    throw refused(setting, "must be from " + least + " to " + most);
  }

  private Duration seconds(Setting setting, int least, int most) {
    return Duration.ofSeconds(number(setting, least, most));
  }

  private <E extends Enum<E>> E word(Setting setting, Class<E> type) {
    String given = required(setting).toUpperCase(Locale.ROOT);
    return Stream.of(type.getEnumConstants())
        .filter(constant -> constant.name().equals(given))
        .findFirst()
        .orElseThrow(
            () ->
                refused(
                    setting,
                    "must be one of "
                        + String.join(
                            ", ",
                            Stream.of(type.getEnumConstants())
                                .map(c -> c.name().toLowerCase(Locale.ROOT))
                                .toList())));
  }

  private Optional<LocalTime> timeOrOff(Setting setting) {
    String given = required(setting);
    if (given.equalsIgnoreCase(Switch.OFF.name())) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalTime.parse(given));
    } catch (DateTimeException e) {
      throw refused(setting, "must be a time such as 03:30, or off");
    }
  }

  private List<String> members(Setting setting) {
    List<String> members = parts(setting);
    if (!members.stream().allMatch(MEMBER.asMatchPredicate())) {
      throw refused(setting, "must be host:port, or several of them with commas between");
    }
    return members;
  }

  private List<String> parts(Setting setting) {
    return value(setting).stream()
        .flatMap(text -> Stream.of(text.split(",", -1)))
        .map(String::strip)
        .toList();
  }

  private List<String> addresses(Setting setting, int most) {
    List<String> addresses = parts(setting);
    if (addresses.size() > most || !addresses.stream().allMatch(Settings::isAddress)) {
      throw refused(
          setting,
          most == 1
              ? "must be a mail address such as notices@example.com"
              : "must be mail addresses with commas between, at most " + most);
    }
    return addresses;
  }

  private static boolean isAddress(String text) {
    return text.length() <= LONGEST_ADDRESS
        && text.indexOf('@') <= LONGEST_LOCAL
        && ADDRESS.matcher(text).matches();
  }

  private List<Network> networks(Setting setting) {
    try {
      return parts(setting).stream().map(Network::of).toList();
    } catch (IllegalArgumentException e) {
      throw refused(
          setting, "must be networks such as 10.1.0.0/16 or fd00::/8, with commas between");
    }
  }

  private static InetSocketAddress resolver(String text) {
    Matcher parts = RESOLVER.matcher(text);
    int port = 0;
    if (parts.matches()) {
      port = parts.group("port") == null ? DNS : Integer.parseInt(parts.group("port"));
    }
    if (port < 1 || port > MOST_PORT) {
      throw refused(
          Setting.MAILWRIGHT_MX_RESOLVER,
          "must be an address, or an address and a port: 10.0.0.53:53");
    }
    return InetSocketAddress.createUnresolved(parts.group("host"), port);
  }

  private ZoneId zone(Setting setting) {
    try {
      return ZoneId.of(required(setting));
    } catch (DateTimeException e) {
      throw refused(setting, "must be a time zone such as Asia/Shanghai or UTC");
    }
  }

  private URI url(Setting setting) {
    String text = required(setting);
    try {
      URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web && url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw refused(setting, "must be a web address such as https://mail.example.com");
    }
    throw refused(setting, "must be a web address such as https://mail.example.com");
  }

  private static MailwrightException refused(Setting setting, String what) {
    return new MailwrightException(
        ErrorCode.SETTING_UNUSABLE,
        "The setting " + setting.name() + " " + what + ". Correct it and start again.");
  }
}
