package io.mailwright.operations.intake;

import io.mailwright.audience.intake.Header;
import io.mailwright.audience.intake.RawRow;
import io.mailwright.audience.intake.RejectedRow;
import io.mailwright.audience.intake.Rejection;
import io.mailwright.audience.intake.RowFault;
import io.mailwright.audience.intake.RowPosition;
import io.mailwright.audience.intake.RowSource;
import io.mailwright.audience.intake.RowValidator;
import io.mailwright.audience.intake.SourceLine;
import io.mailwright.audience.intake.ValidRow;
import io.mailwright.audience.list.ContactListRepository;
import io.mailwright.audience.suppression.SuppressionBatches;
import io.mailwright.audience.suppression.SuppressionDraft;
import io.mailwright.audience.suppression.SuppressionReason;
import io.mailwright.audience.suppression.SuppressionRepository;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.text.Cut;
import io.mailwright.kernel.text.SafeCell;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Takes in a file of addresses that are to get no mail: CSV or Excel with a header row, a column
 * {@code email}, and {@code reason}, {@code listId}, {@code note} and {@code evidence} if they are
 * there, as an export has them or by their Chinese names; other columns are ignored. Rows are
 * stored a thousand at a time; one that was there stays as it is, so the same file can be sent
 * again.
 */
@ApplicationScoped
public class SuppressionImport {
  private static final int STEP = 1000;

  /** More are counted and not told. */
  private static final int MOST_TOLD = 1000;

  private final RowValidator validator = new RowValidator();
  private Uploads uploads;
  private SuppressionRepository suppressions;
  private SuppressionBatches batches;
  private ContactListRepository lists;

  SuppressionImport() {}

  @Inject
  SuppressionImport(
      Uploads uploads,
      SuppressionRepository suppressions,
      SuppressionBatches batches,
      ContactListRepository lists) {
    this.uploads = uploads;
    this.lists = lists;
    this.batches = batches;
    this.suppressions = suppressions;
  }

  /**
   * What became of a file.
   *
   * @param number of the import, by which {@link SuppressionBatches#takeBack} knows it
   * @param read rows, without the header
   * @param added that were not suppressed before
   * @param rejected that are no address, or name a list that is none
   * @param rejections the first thousand of these
   */
  public record Taken(
      long number, long read, long added, long rejected, List<Rejection> rejections) {
    /** Rows whose address was suppressed before. */
    public long already() {
      return read - added - rejected;
    }
  }

  /**
   * Takes in a file.
   *
   * @param listId which list sends them no mail, or {@link SuppressionDraft#ALL_LISTS}; where the
   *     file says none
   * @param reason where the file says none
   * @param user who imports
   * @param charset of a CSV file, if it is known
   * @throws MailwrightException {@link ErrorCode#IMPORT_EMPTY}, {@link ErrorCode#IMPORT_HEADER},
   *     {@link ErrorCode#IMPORT_UNREADABLE}, {@link ErrorCode#BODY_TOO_LARGE}
   */
  public Taken take(
      InputStream content,
      Optional<Charset> charset,
      long listId,
      SuppressionReason reason,
      String user) {
    Path file = uploads.store(content);
    try (RowSource rows = RowSource.open(file, new RowPosition(0, 0), charset)) {
      return new Run(batches.begin(), listId, reason, user).over(rows);
    } catch (IOException e) {
      throw new MailwrightException(
          ErrorCode.IMPORT_UNREADABLE,
          "The file could not be read to its end ("
              + e.getClass().getSimpleName()
              + "). What was read before was kept; send the file again.",
          e);
    } finally {
      uploads.discard(file);
    }
  }

  private final class Run {
    private final long number;
    private final long listId;
    private final SuppressionReason reason;
    private final String source;
    private final List<SuppressionDraft> step = new ArrayList<>();
    private final List<Rejection> told = new ArrayList<>();
    private long read;
    private long added;
    private long rejected;
    private final Map<Long, Boolean> known = new HashMap<>();

    Run(long number, long listId, SuppressionReason reason, String user) {
      this.number = number;
      this.listId = listId;
      this.reason = reason;
      this.source = SuppressionBatches.source(number, user);
    }

    Taken over(RowSource rows) throws IOException {
      Optional<SourceLine> line = rows.next();
      while (line.isPresent()) {
        take(line.get());
        line = rows.next();
      }
      store();
      return new Taken(number, read, added, rejected, List.copyOf(told));
    }

    private void take(SourceLine line) {
      read++;
      if (line instanceof Rejection rejection) {
        reject(rejection);
        return;
      }
      try {
        step.add(draft((RawRow) line));
      } catch (RejectedRow e) {
        reject(e.rejection());
      }
      if (step.size() == STEP) {
        store();
      }
    }

    private void reject(Rejection rejection) {
      rejected++;
      if (told.size() < MOST_TOLD) {
        told.add(rejection);
      }
    }

    private void store() {
      if (!step.isEmpty()) {
        added += suppressions.addNow(step);
        step.clear();
      }
    }

    /** Of the other columns nothing is asked: a bad time zone is no reason to mail somebody. */
    private SuppressionDraft draft(RawRow row) throws RejectedRow {
      Header addresses = new Header(List.of(row.header().email()));
      ValidRow checked = validator.validate(new RawRow(row.line(), addresses, row.values()));
      if (SuppressionDraft.isPattern(checked.address())) {
        throw new RejectedRow(
            new Rejection(row.line(), "email", checked.address().written(), RowFault.PATTERN));
      }
      Optional<String> word = value(row, SuppressionWords.Field.REASON);
      Optional<SuppressionReason> said = word.flatMap(SuppressionWords::reason);
      return new SuppressionDraft(
          checked.address().key(),
          listOf(row),
          said.orElse(reason),
          source,
          // A reason that is none of ours is still what somebody said.
          value(row, SuppressionWords.Field.NOTE)
              .or(() -> said.isPresent() ? Optional.empty() : word)
              .map(Run::oneLine),
          value(row, SuppressionWords.Field.EVIDENCE));
    }

    private long listOf(RawRow row) throws RejectedRow {
      Optional<String> said = value(row, SuppressionWords.Field.LIST);
      if (said.isEmpty()) {
        return listId;
      }
      String number = said.get().strip();
      boolean isKnown =
          number.matches("\\d{1,18}")
              && known.computeIfAbsent(
                  Long.valueOf(number),
                  id -> id == SuppressionDraft.ALL_LISTS || lists.find(id).isPresent());
      if (!isKnown) {
        throw new RejectedRow(new Rejection(row.line(), "listId", number, RowFault.NO_SUCH_LIST));
      }
      return Long.parseLong(number);
    }

    private static Optional<String> value(RawRow row, SuppressionWords.Field field) {
      return field.headings().stream()
          .flatMap(
              heading ->
                  row.header().attributes().stream()
                      .filter(column -> column.name().toLowerCase(Locale.ROOT).equals(heading)))
          .map(row::value)
          .filter(value -> !value.isBlank())
          .map(SafeCell::plain)
          .findFirst();
    }

    private static String oneLine(String text) {
      StringBuilder line = new StringBuilder();
      text.codePoints().map(c -> Require.breaksLine(c) ? ' ' : c).forEach(line::appendCodePoint);
      return Cut.to(line.toString().replaceAll("\\s+", " ").strip(), 1000);
    }
  }
}
