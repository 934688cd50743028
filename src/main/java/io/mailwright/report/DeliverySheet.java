package io.mailwright.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.DeliveryView;
import io.mailwright.kernel.text.SafeCell;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Deliveries as CSV for a spreadsheet (RFC 4180), with a byte order mark. For one thread. */
public final class DeliverySheet {
  /** What a list of failures holds: also what may have arrived, since nobody knows. */
  public static final Set<DeliveryState> FAILURES =
      Collections.unmodifiableSet(
          EnumSet.of(DeliveryState.FAILED, DeliveryState.EXPIRED, DeliveryState.IN_DOUBT));

  private final CsvWriter csv;

  /** Writes the header. */
  public DeliverySheet(Writer out) throws IOException {
    // Excel takes a file without this mark for the system's old encoding.
    out.write('\uFEFF');
    this.csv = CsvWriter.builder().build(out);
    csv.writeRecord(
        "email",
        "state",
        "attempts",
        "replyCode",
        "enhancedStatus",
        "replyText",
        "why",
        "server",
        "settledAt",
        "messageId");
  }

  /** Writes a row; what a spreadsheet would run is made harmless. */
  public void write(DeliveryView row) {
    csv.writeRecord(
        SafeCell.of(row.email()),
        row.state().label(),
        Integer.toString(row.attempts()),
        row.replyCode().map(code -> Integer.toString(code)).orElse(""),
        row.enhancedStatus().orElse(""),
        SafeCell.of(row.replyText().orElse("")),
        SafeCell.of(row.why().orElse("")),
        SafeCell.of(row.server().orElse("")),
        row.settledAt().map(Instant::toString).orElse(""),
        SafeCell.of(row.messageId()));
  }

  /** Hands on what is written so far. */
  public void flush() throws IOException {
    csv.flush();
  }
}
