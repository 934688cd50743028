package io.mailwright.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.mailwright.testing.Api;
import java.util.HashSet;
import java.util.Set;

/**
 * The receiving server's log against the ledger of a finished campaign.
 *
 * @param sent rows that are SENT
 * @param inDoubt rows that are IN_DOUBT
 * @param ofThemAccepted rows in doubt whose mail the server has accepted after all
 * @param lost recipients that have no row, whose row says SENT while the server has no mail, or
 *     whose row says neither SENT nor IN_DOUBT
 * @param twice recipients whose mail the server has accepted more than once
 */
record Verdict(int sent, int inDoubt, int ofThemAccepted, int lost, int twice) {
  /**
   * @param recipients all of them
   */
  static Verdict of(Api api, long campaign, Set<String> recipients, Accepted accepted) {
    Api.Answer rows =
        api.send(
            api.request("/api/campaigns/" + campaign + "/report")
                .header("Accept", "text/csv")
                .GET());
    assertThat(rows.status()).isEqualTo(200);
    int sent = 0;
    int inDoubt = 0;
    int ofThemAccepted = 0;
    Set<String> unaccounted = new HashSet<>(recipients);
    boolean header = true;
    for (CsvRecord row : CsvReader.builder().ofCsvRecord(rows.body())) {
      if (header) {
        header = false;
        continue;
      }
      String email = row.getField(0);
      String state = row.getField(1);
      if (state.equals("sent")) {
        sent++;
        if (accepted.copies(email) > 0) {
          unaccounted.remove(email);
        }
      } else if (state.equals("inDoubt")) {
        inDoubt++;
        ofThemAccepted += accepted.copies(email) > 0 ? 1 : 0;
        unaccounted.remove(email);
      }
    }
    return new Verdict(sent, inDoubt, ofThemAccepted, unaccounted.size(), (int) accepted.twice());
  }

  /** Nobody is lost and nobody has two. */
  void assertExact(int mostInDoubt) {
    assertThat(lost).as("lost: " + this).isZero();
    assertThat(twice).as("sent twice: " + this).isZero();
    assertThat(inDoubt).as("in doubt: " + this).isLessThanOrEqualTo(mostInDoubt);
  }
}
