package io.mailwright.operations.campaign;

import io.mailwright.audience.contact.ContactRepository;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.Dialect;
import io.mailwright.operations.notice.NoticeRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * Says when a campaign is larger than the embedded database is meant for: it is sent all the same,
 * but a million recipients take it a minute to prepare and some gigabytes of disk.
 */
@ApplicationScoped
class EmbeddedLimit {
  static final long MEANT_FOR = 100_000;

  private Database database;
  private ContactRepository contacts;
  private NoticeRepository notices;

  EmbeddedLimit() {}

  @Inject
  EmbeddedLimit(Database database, ContactRepository contacts, NoticeRepository notices) {
    this.database = database;
    this.contacts = contacts;
    this.notices = notices;
  }

  void warn(long campaignId, String name, Collection<Long> listIds) {
    if (database.dialect() != Dialect.H2) {
      return;
    }
    long recipients = listIds.stream().mapToLong(contacts::count).sum();
    if (recipients > MEANT_FOR) {
      notices.say(
          "warning",
          "embedded-database",
          Optional.of(campaignId),
          Optional.empty(),
          String.format(
              Locale.ROOT,
              "Campaign “%s” has %,d recipients, and the embedded database is meant for %,d",
              name,
              recipients,
              MEANT_FOR),
          "It is sent all the same, but slower. Use PostgreSQL for lists of this size: docs/settings.md says how.",
          "embedded-database:" + campaignId);
    }
  }
}
