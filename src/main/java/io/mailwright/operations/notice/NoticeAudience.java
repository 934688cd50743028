package io.mailwright.operations.notice;

import io.mailwright.kernel.address.AddressVerdict;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.operations.access.Language;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is told of a notice outside the console: the campaign's owner and those whom the campaign
 * names, and if none of them has an address the admins; of what is no campaign's the admins; those
 * of the setting; and the webhooks that want its kind.
 */
@ApplicationScoped
class NoticeAudience {
  private Settings settings;
  private Set<NoticeKind> ofSetting;

  NoticeAudience() {}

  @Inject
  NoticeAudience(Settings settings) {
    this.settings = settings;
    this.ofSetting = NoticeKind.ofSetting(settings);
  }

  /**
   * Somebody to be told.
   *
   * @param target an address, or a webhook's id
   */
  record Recipient(Channel channel, String target, Language language) {}

  /** All of them, each once; nobody for what is of the console only. */
  Iterable<Recipient> of(Connection connection, String kind, Optional<Long> campaignId)
      throws SQLException {
    Optional<NoticeKind> known = NoticeKind.of(kind);
    Map<String, Recipient> all = new LinkedHashMap<>();
    if (known.isEmpty()) {
      return all.values();
    }
    if (settings.noticeFrom().isPresent()) {
      boolean isAnyoneNamed =
          campaignId.isPresent() && addOfCampaign(connection, campaignId.get(), known.get(), all);
      if (!isAnyoneNamed) {
        addAdmins(connection, known.get(), all);
      }
      if (ofSetting.contains(known.get())) {
        settings.noticeTo().forEach(address -> add(address, language(), all));
      }
    }
    addWebhooks(connection, known.get(), all);
    return all.values();
  }

  private Language language() {
    return settings.areNoticesInChinese() ? Language.ZH : Language.EN;
  }

  private boolean addOfCampaign(
      Connection connection, long campaignId, NoticeKind kind, Map<String, Recipient> all)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT c.notify, c.notify_kinds, u.email, u.language, u.notice_kinds
            FROM campaign c LEFT JOIN app_user u ON u.name = c.owner WHERE c.id = ?
            """)) {
      select.setLong(1, campaignId);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return false;
        }
        String named = row.getString("notify");
        String owner = row.getString("email");
        if (owner != null) {
          addUser(row, kind, all);
        }
        if (named != null && NoticeKind.ofText(row.getString("notify_kinds")).contains(kind)) {
          named.lines().forEach(address -> add(address, language(), all));
        }
        return named != null || owner != null;
      }
    }
  }

  private static void addAdmins(Connection connection, NoticeKind kind, Map<String, Recipient> all)
      throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                """
                SELECT email, language, notice_kinds FROM app_user
                WHERE role = 'ADMIN' AND email IS NOT NULL ORDER BY id
                """);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        addUser(row, kind, all);
      }
    }
  }

  private static void addUser(ResultSet row, NoticeKind kind, Map<String, Recipient> all)
      throws SQLException {
    if (NoticeKind.ofText(row.getString("notice_kinds")).contains(kind)) {
      add(row.getString("email"), Language.valueOf(row.getString("language")), all);
    }
  }

  private static void add(String address, Language language, Map<String, Recipient> all) {
    if (EmailAddress.check(address) instanceof AddressVerdict.Accepted accepted) {
      EmailAddress known = accepted.address();
      all.putIfAbsent(known.key(), new Recipient(Channel.MAIL, known.written(), language));
    }
  }

  private static void addWebhooks(
      Connection connection, NoticeKind kind, Map<String, Recipient> all) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT id, notice_kinds FROM webhook WHERE enabled = TRUE ORDER BY id");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        if (NoticeKind.ofText(row.getString("notice_kinds")).contains(kind)) {
          String id = Long.toString(row.getLong("id"));
          all.put("webhook:" + id, new Recipient(Channel.WEBHOOK, id, Language.EN));
        }
      }
    }
  }
}
