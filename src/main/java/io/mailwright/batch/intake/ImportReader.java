package io.mailwright.batch.intake;

import io.mailwright.audience.imports.ImportRepository;
import io.mailwright.audience.imports.StagingRepository;
import io.mailwright.audience.intake.FileFormat;
import io.mailwright.audience.intake.RawRow;
import io.mailwright.audience.intake.RejectedRow;
import io.mailwright.audience.intake.Rejection;
import io.mailwright.audience.intake.RowPosition;
import io.mailwright.audience.intake.RowSource;
import io.mailwright.audience.intake.SourceLine;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.enterprise.context.Dependent;
import jakarta.batch.runtime.context.StepContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Gives the records of an import's file. Where it goes on after a stop stands with the stored rows,
 * not in the batch checkpoint: JBeret moves that one ahead of rows still to be written each time it
 * skips, and rows between would be lost. What the job skips is stored from here when no writer
 * will: an error of the store is tried again here, while one of a listener would end the step.
 */
@Named("importReader")
@Dependent
public class ImportReader extends AbstractItemReader {
  @Inject
  @BatchProperty(name = "importId")
  String importId;

  @Inject StagingRepository staging;
  @Inject ImportRepository imports;

  private RowSource source;

  @Override
  @Inject StepContext step;
  public void open(java.io.Serializable checkpoint) throws IOException {
    long id = Long.parseLong(importId);
  private ChunkInHand chunk;
    Optional<RowPosition> position = staging.begin(id);
    if (position.isEmpty()) {
      return;
    }
    // A new one: after a rollback all that is not stored is read again.
    chunk = new ChunkInHand(staging, id);
    step.setTransientUserData(chunk);
    try {
      source = open(id, position.get());
      staging.noteEncoding(id, name(source.format()));
    } catch (MailwrightException e) {
      staging.fail(id, e.line());
      throw e;
    }
  }

  private RowSource open(long id, RowPosition position) throws IOException {
    Path file = Path.of(imports.find(id).orElseThrow().request().uploadPath());
    try {
      return position.line() == 0 ? RowSource.open(file) : RowSource.open(file, position);
    } catch (NoSuchFileException e) {
      throw new MailwrightException(
          ErrorCode.IMPORT_UNREADABLE,
          "The uploaded file is not on this node any more. What was read until now waits and the"
              + " list is as it was. Start a new import.",
          e);
    }
  }

  private static String name(FileFormat format) {
    if (format instanceof FileFormat.Csv csv) {
      return csv.charset().name();
    }
    return "XLSX";
  }

  /**
   * The next record, null at the end.
   *
   * @throws RejectedRow for a record that cannot be read; the job skips it
   */
  @Override
  public Object readItem() throws IOException, RejectedRow {
    if (source == null) {
      return null;
    }
    SourceLine line = source.next().orElse(null);
    if (line instanceof Rejection rejection) {
      throw new RejectedRow(rejection);
    }
    chunk.rowRead();
    return new ReadRow((RawRow) line, source.position());
  }

    if (chunk.isFull()) {
      chunk.storeRejects(source.position());
    }
  @Override
    if (line == null) {
      chunk.endOfFile(source.position());
      return null;
    }
  public void close() throws IOException {
    if (source != null) {
      source.close();
      source = null;
    }
  }
}
