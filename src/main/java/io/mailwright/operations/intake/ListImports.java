package io.mailwright.operations.intake;

import io.mailwright.audience.imports.ImportRepository;
import io.mailwright.audience.imports.NewImport;
import io.mailwright.audience.imports.OnError;
import io.mailwright.audience.list.ContactListRepository;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.execution.Executions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Takes a file in and starts its import. */
@ApplicationScoped
public class ListImports {
  static final String JOB = "import-recipients";
  private static final int LONGEST_NAME = 255;

  private ContactListRepository lists;
  private ImportRepository imports;
  private Executions executions;
  private Uploads uploads;

  /** For CDI. */
  protected ListImports() {}

  @Inject
  ListImports(
      ContactListRepository lists,
      ImportRepository imports,
      Executions executions,
      Uploads uploads) {
    this.lists = lists;
    this.imports = imports;
    this.executions = executions;
    this.uploads = uploads;
  }

  /**
   * What was started.
   *
   * @param importId the import
   * @param executionId the execution of the job that does it
   */
  public record Started(long importId, long executionId) {}

  /** The same for a file whose encoding is found by looking at it. */
  public Started start(
      long listId, OnError onError, String fileName, InputStream content, String user) {
    return start(listId, onError, fileName, Optional.empty(), content, user);
  }

  /**
   * Stores the file, and starts the import when all of it is here.
   *
   * @param listId the list to change
   * @param onError what becomes of the import when a row is rejected
   * @param fileName the name it came with, for show; any path in it is left out
   * @param charset of a CSV file without a byte order mark, if its sender names one
   * @param content CSV or XLSX, at most 2 GiB; read to its end, not closed
   * @param user who asks
   * @throws MailwrightException {@link ErrorCode#NOT_FOUND} for the list, {@link
   *     ErrorCode#IMPORT_EMPTY}, {@link ErrorCode#BODY_TOO_LARGE}, {@link ErrorCode#UPLOAD_BROKEN}
   */
  public Started start(
      long listId,
      OnError onError,
      String fileName,
      Optional<Charset> charset,
      InputStream content,
      String user) {
    lists.get(listId);
    Path file = uploads.store(content);
    boolean named = false;
    try {
      String format = format(file);
      long importId =
          imports.create(
              new NewImport(listId, onError, format, shown(fileName), file.toString(), user),
              charset);
      named = true;
      return new Started(
          importId, executions.start(JOB, Map.of("importId", Long.toString(importId)), user));
    } finally {
      if (!named) {
        uploads.discard(file);
      }
    }
  }

  private static String format(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(2);
      if (start.length == 0) {
        throw new MailwrightException(
            ErrorCode.IMPORT_EMPTY,
            "The file is empty. Nothing was imported; choose another file.");
      }
      return start.length == 2 && start[0] == 'P' && start[1] == 'K' ? "XLSX" : "CSV";
    } catch (IOException e) {
      throw new MailwrightException(
          ErrorCode.UPLOAD_BROKEN,
          "The file cannot be read again. Nothing was imported; send it again.",
          e);
    }
  }

  private static String shown(String fileName) {
    String name =
        fileName
            .substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1)
            .replaceAll("\\p{Cntrl}", "")
            .strip();
    if (name.isEmpty()) {
      return "upload";
    }
    return name.substring(0, Math.min(LONGEST_NAME, name.length()));
  }
}
