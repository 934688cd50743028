package io.mailwright.batch.intake;

import io.mailwright.audience.imports.ImportRepository;
import io.mailwright.audience.imports.ListImport;
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
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.nio.charset.Charset;
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
  private static final String SHEET = "XLSX";

  @Inject
  @BatchProperty(name = "importId")
  String importId;

  @Inject StagingRepository staging;
  @Inject ImportRepository imports;
  @Inject StepContext step;

  private RowSource source;
  private ChunkInHand chunk;

  @Override
  public void open(java.io.Serializable checkpoint) throws IOException {
    long id = Long.parseLong(importId);
    // A new one: after a rollback all that is not stored is read again.
    chunk = new ChunkInHand(staging, id);
    step.setTransientUserData(chunk);
    Optional<RowPosition> position = staging.begin(id);
    if (position.isEmpty()) {
      return;
    }
    try {
      source = open(id, position.get());
      staging.noteEncoding(id, name(source.format()));
    } catch (MailwrightException e) {
      staging.fail(id, e.line());
      throw e;
    }
  }

  private RowSource open(long id, RowPosition position) throws IOException {
    ListImport asked = imports.find(id).orElseThrow();
    // What the sender named, or what was found at the first opening: a restart goes on with it.
    Optional<Charset> charset =
        asked.encoding().filter(name -> !name.equals(SHEET)).map(Charset::forName);
    try {
      return RowSource.open(Path.of(asked.request().uploadPath()), position, charset);
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
    return SHEET;
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
    if (chunk.isFull()) {
      chunk.storeRejects(source.position());
    }
    SourceLine line = source.next().orElse(null);
    if (line == null) {
      chunk.endOfFile(source.position());
      return null;
    }
    if (line instanceof Rejection rejection) {
      throw new RejectedRow(rejection);
    }
    chunk.rowRead();
    return new ReadRow((RawRow) line, source.position());
  }

  @Override
  public void close() throws IOException {
    if (source != null) {
      source.close();
      source = null;
    }
  }
}
