package io.mailwright.kernel.settings;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings' values by type, read once at start. A value that cannot be used is refused with its
 * name: {@link ErrorCode#SETTING_UNUSABLE}. Immutable.
 */
public final class Settings {
  private final SettingReader values;
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
    this.values = new SettingReader(source);
    this.dataFolder =
        Path.of(values.required(Setting.MAILWRIGHT_DATA_DIR)).toAbsolutePath().normalize();
    this.publicUrl = values.url(Setting.MAILWRIGHT_PUBLIC_URL);
    this.recovery = values.word(Setting.MAILWRIGHT_RECOVERY, RecoveryMode.class);
    this.journalSync = values.word(Setting.MAILWRIGHT_JOURNAL_SYNC, JournalSync.class);
    this.sandbox = values.isOn(Setting.MAILWRIGHT_SANDBOX);
    this.sandboxMailboxPort =
        values.number(Setting.MAILWRIGHT_SANDBOX_POP3, 0, SettingReader.MOST_PORT);
    this.workers = values.number(Setting.MAILWRIGHT_WORKERS, 1, 512);
    this.cluster = values.members(Setting.MAILWRIGHT_CLUSTER);
    this.lease = values.seconds(Setting.MAILWRIGHT_LEASE_SECONDS, 5, 600);
    this.leaseRenewal = values.seconds(Setting.MAILWRIGHT_LEASE_RENEW_SECONDS, 1, 200);
    this.leaseGrace = values.seconds(Setting.MAILWRIGHT_LEASE_GRACE_SECONDS, 0, 600);
    this.reply = values.seconds(Setting.MAILWRIGHT_REPLY_SECONDS, 10, 600);
    this.exchangers = values.isOn(Setting.MAILWRIGHT_MX_LOOKUP);
    this.resolver = values.resolver(Setting.MAILWRIGHT_MX_RESOLVER);
    this.zone = values.zone(Setting.MAILWRIGHT_ZONE);
    this.unsubscribesFromAll =
        values.word(Setting.MAILWRIGHT_UNSUBSCRIBE_FROM, Leaving.class) == Leaving.ALL;
    this.complaintsLeaveAll =
        values.word(Setting.MAILWRIGHT_COMPLAINT_FROM, Leaving.class) == Leaving.ALL;
    this.marksReturnPaths = values.isOn(Setting.MAILWRIGHT_VERP);
    this.softBounceLimit = values.number(Setting.MAILWRIGHT_SOFT_BOUNCES, 1, 1000);
    this.softBounceWindow =
        Duration.ofDays(values.number(Setting.MAILWRIGHT_SOFT_BOUNCE_DAYS, 1, 365));
    this.noticeFrom = values.addresses(Setting.MAILWRIGHT_NOTICE_FROM, 1).stream().findFirst();
    this.noticeTo = values.addresses(Setting.MAILWRIGHT_NOTICE_TO, 20);
    this.noticesInChinese =
        values.word(Setting.MAILWRIGHT_NOTICE_LANGUAGE, Language.class) == Language.ZH;
    this.webhookNetworks = values.networks(Setting.MAILWRIGHT_WEBHOOK_NETWORKS);
    this.purgeAt = values.timeOrOff(Setting.MAILWRIGHT_PURGE_AT);
    this.learnsHours = values.isOn(Setting.MAILWRIGHT_LEARNED_HOURS);
    if (leaseRenewal.multipliedBy(3).compareTo(lease) > 0) {
      throw SettingReader.refused(
          Setting.MAILWRIGHT_LEASE_RENEW_SECONDS,
          "must be at most a third of MAILWRIGHT_LEASE_SECONDS, so that one late renewal loses"
              + " nothing");
    }
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
    return values.value(Setting.MAILWRIGHT_ADMIN_PASSWORD);
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
    return values.value(Setting.MAILWRIGHT_NOTICE_POOL);
  }

  /** Who gets notices by mail, beside owners. */
  public List<String> noticeTo() {
    return noticeTo;
  }

  /** Words of the kinds that those get; empty: all. */
  public List<String> noticeKinds() {
    return values.parts(Setting.MAILWRIGHT_NOTICE_KINDS);
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
    return values.value(Setting.MAILWRIGHT_SANDBOX_SITES);
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
}
