package io.mailwright.delivery.ledger;

/**
 * Who is left out, as SQL: whoever is suppressed for all lists or for one of the campaign's. Asked
 * when a campaign is prepared, when mails are claimed, and right before they go.
 */
final class Suppressed {
  /** Whether the address of the row {@code d} of the ledger is. */
  static final String IS_ROW =
      """
      EXISTS (SELECT 1 FROM suppression s WHERE s.email_key = d.email_key
              AND (s.list_id = 0 OR s.list_id IN (SELECT l.list_id FROM campaign_list l WHERE l.campaign_id = d.campaign_id)))
      """;

  /** The suppressions that a campaign heeds, by one parameter: its id. */
  static final String OF_CAMPAIGN =
      "(s.list_id = 0 OR s.list_id IN (SELECT l.list_id FROM campaign_list l WHERE l.campaign_id = ?))";

  private Suppressed() {}
}
