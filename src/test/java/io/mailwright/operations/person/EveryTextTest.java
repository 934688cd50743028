package io.mailwright.operations.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.TestDatabases;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An erasure knows every table that has texts: a new one must be looked at by whoever makes it. */
class EveryTextTest {
  /** What people write of their own work, keys of ours, and names of sites and machines. */
  private static final Set<String> OF_NOBODY =
      Set.of(
          "api_token",
          "app_user",
          "contact_list",
          "dkim_key",
          "engagement",
          "erasure",
          "feed_mark",
          "feed",
          "flyway_schema_history",
          "job_execution",
          "job_instance",
          "lane_plan",
          "lease",
          "mail_pace",
          "mail_server",
          "mailbox",
          "mailbox_token",
          "node_incarnation",
          "pool",
          "purge_count",
          "purged_campaign",
          "quota",
          "quota_meter",
          "quota_use",
          "report_open",
          "report_lane",
          "report_hour",
          "report_site",
          "report_cause",
          "report_domain",
          "retention",
          "review",
          "schedule",
          "server_source",
          "share_claim",
          "site_domain",
          "site_hour",
          "site_hours_off",
          "site_rule",
          "template",
          "template_attachment",
          "template_version",
          "warm_up",
          "webhook",
          "worker_progress");

  @Test
  void eachTableWithTextsIsSweptOrSaysNothingOfAPerson() {
    Set<String> withTexts =
        TestDatabases.h2()
            .query(
                connection -> {
                  Set<String> tables = new TreeSet<>();
                  try (PreparedStatement select =
                          connection.prepareStatement(
                              """
                              SELECT DISTINCT table_name FROM information_schema.columns
                              WHERE table_schema = 'PUBLIC' AND data_type LIKE 'CHARACTER%'
                              """);
                      ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                      tables.add(row.getString(1).toLowerCase(Locale.ROOT));
                    }
                  }
                  return tables;
                });
    List<String> swept =
        Mentions.ALL.stream().map(texts -> texts.table().toLowerCase(Locale.ROOT)).toList();
    assertThat(withTexts).hasSizeGreaterThan(40);
    withTexts.removeAll(Stream.concat(swept.stream(), OF_NOBODY.stream()).toList());
    assertThat(withTexts)
        .as("add them to Mentions, or here if they never say anything of a recipient")
        .isEmpty();
  }
}
