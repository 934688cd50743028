package io.mailwright.kernel.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every setting, with its default and its meaning. {@code docs/settings.md} is checked against it.
 */
public enum Setting {
  MAILWRIGHT_DATA_DIR(
      "./data", "database, journal, uploads, keys and logs: everything that must survive"),
  MAILWRIGHT_HTTP_ADDRESS(
      "127.0.0.1", "local address on which HTTP listens, `0.0.0.0` for all; the port is `--port`"),
  MAILWRIGHT_DB_URL(
      null, "JDBC URL, `jdbc:postgresql://…` for production; unset: an H2 file in the data folder"),
  MAILWRIGHT_DB_USER(null, "the database's user; unset: `sa` for H2"),
  MAILWRIGHT_DB_PASSWORD(null, "the database user's password"),
  MAILWRIGHT_ADMIN_PASSWORD(
      null,
      "password of user `admin` at the first start; unset: one is generated and printed once"),
  MAILWRIGHT_PUBLIC_URL(
      "http://localhost:8080",
      "base of the links in mails: unsubscribe and tracking; unset: where the console is"),
  MAILWRIGHT_UNSUBSCRIBE_FROM(
      "lists",
      "what one click on unsubscribe leaves: `lists`, those of the campaign, or `all` mail"),
  MAILWRIGHT_COMPLAINT_FROM(
      "all", "what a complaint leaves: `all` mail, or `lists`, those of the campaign"),
  MAILWRIGHT_VERP(
      "off",
      "`on`: each mail's return path names its delivery, signed (`bounces+…@example.com`), so that"
          + " a bounce tells by itself what it is about; the domain must take addresses with `+`"),
  MAILWRIGHT_SOFT_BOUNCES(
      "5", "after so many soft bounces an address gets no more mail, 1 to 1000"),
  MAILWRIGHT_SOFT_BOUNCE_DAYS("30", "within so many days, 1 to 365"),
  MAILWRIGHT_NOTICE_FROM(
      null, "sender of notices by mail ([notices.md](notices.md)); unset: in the console only"),
  MAILWRIGHT_NOTICE_POOL(
      null,
      "name of the pool over which notices leave; unset: the campaign's own; other routes when none"
          + " of it can be used"),
  MAILWRIGHT_NOTICE_TO(
      null, "who gets notices by mail, beside owners: addresses with commas between"),
  MAILWRIGHT_NOTICE_KINDS(
      null,
      "which notices those get: kinds with commas between, such as `campaign-failed,quota-reached`;"
          + " unset: all"),
  MAILWRIGHT_NOTICE_LANGUAGE(
      "en", "language of mails to those and to a campaign's `notify`: `en` or `zh`"),
  MAILWRIGHT_WEBHOOK_NETWORKS(
      null,
      "networks in which webhooks and token endpoints of mailboxes may be called although they are"
          + " not public: `10.1.0.0/16,::1/128`; unset: public addresses only"),
  MAILWRIGHT_PURGE_AT(
      "03:30",
      "time of day, in `MAILWRIGHT_ZONE`, at which old data is deleted ([keeping.md](keeping.md));"
          + " `off`: only by hand or by a schedule"),
  MAILWRIGHT_RECOVERY(
      "manual",
      "`manual`: a person restarts what a crash interrupted; `auto`: it restarts by itself"),
  MAILWRIGHT_JOURNAL_SYNC(
      "none",
      "`none`: what was sent is known after the process is killed; `group`: after a loss of power"
          + " too, at the cost of a disk write before each mail's end"),
  MAILWRIGHT_SANDBOX("off", "`on`: the built-in SMTP simulator and its server entry"),
  MAILWRIGHT_SANDBOX_SITES(
      null,
      "mail providers that the sandbox plays: `default`, or a file as in"
          + " [simulator.md](simulator.md); unset: none"),
  MAILWRIGHT_SANDBOX_POP3(
      "0",
      "port on 127.0.0.1 by which bounces and complaints of the sandbox are fetched over POP3"
          + " ([simulator.md](simulator.md)); `0`: any free one"),
  MAILWRIGHT_WORKERS("32", "sending workers of this node, all campaigns together, 1 to 512"),
  MAILWRIGHT_CLUSTER(
      null,
      "`host:port,host:port…`, members of the data grid; unset: no grid. Nodes may share one"
          + " PostgreSQL either way"),
  MAILWRIGHT_LEASE_SECONDS(
      "30", "how long a node owns a campaign without renewing, 5 to 600 seconds"),
  MAILWRIGHT_LEASE_RENEW_SECONDS(
      "10", "how often a node renews what it owns, 1 to 200 seconds, at most a third of the lease"),
  MAILWRIGHT_LEASE_GRACE_SECONDS(
      "30",
      "how long after a lease's end another node waits before it takes over, 0 to 600 seconds"),
  MAILWRIGHT_REPLY_SECONDS(
      "600",
      "how long a mail server's reply to the end of a mail is awaited, 10 to 600 seconds; below the"
          + " 600 that RFC 5321 asks for, slow servers leave mails in doubt"),
  MAILWRIGHT_MX_LOOKUP(
      "on",
      "`on`: domains are grouped by their mail exchangers, which are asked for by DNS before a"
          + " campaign starts; `off`: by the table of providers and by what was asked before"),
  MAILWRIGHT_MX_RESOLVER(
      null,
      "`address` or `address:port` of the DNS server that is asked for mail exchangers; unset: the"
          + " machine's own"),
  MAILWRIGHT_ZONE(
      "UTC",
      "time zone of recipients whose own is not known, for campaigns with hours but without a"
          + " zone"),
  MAILWRIGHT_LEARNED_HOURS(
      "on", "`off`: how sites take mails by hour of the week is neither learned nor heeded");

  private final String fallback;
  private final String comment;

  Setting(String fallback, String comment) {
    this.fallback = fallback;
    this.comment = comment;
  }

  /**
   * The setting of that name, if there is one.
   *
   * @param property as {@link #property} gives it
   */
  public static Optional<Setting> of(String property) {
    return Stream.of(values()).filter(setting -> setting.property().equals(property)).findAny();
  }

  /** The value unless it is set; empty when there is none. */
  public Optional<String> fallback() {
    return Optional.ofNullable(fallback);
  }

  /** What it means, in Markdown. */
  public String comment() {
    return comment;
  }

  /** The name as a property: {@code mailwright.data.dir}. */
  public String property() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }
}
