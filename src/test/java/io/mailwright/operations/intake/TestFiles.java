package io.mailwright.operations.intake;

import io.mailwright.audience.imports.ImportRepository;
import io.mailwright.audience.imports.ImportStores;
import io.mailwright.audience.imports.NewImport;
import io.mailwright.audience.imports.OnError;
import io.mailwright.delivery.lease.LeaseRepository;
import io.mailwright.delivery.lease.TestLeases;
import io.mailwright.kernel.db.Database;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Uploads of imports, on a database and in a folder of a test. */
public final class TestFiles {
  private final Path folder;
  private final Uploads uploads;
  private final ImportRepository imports;
  private final NamedInFiles named;
  private final Database database;

  private TestFiles(Path folder, Database database, Clock clock) {
    this.folder = folder;
    this.database = database;
    this.uploads = new Uploads(folder, Uploads.MOST_BYTES);
    this.imports = ImportStores.imports(database);
    LeaseRepository leases = TestLeases.on(database, clock);
    this.named =
        new NamedInFiles(
            imports,
            new OldImports(imports, ImportStores.staging(database), leases, uploads),
            leases,
            uploads);
  }

  /** In a folder. */
  public static TestFiles in(Path folder, Database database, Clock clock) {
    return new TestFiles(folder, database, clock);
  }

  /** What looks for names in them. */
  public NamedInFiles named() {
    return named;
  }

  /** An import whose file is kept and that nobody goes on with. Returns its id. */
  public long failedImport(String content) {
    Path file = uploads.store(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
    long id =
        imports.create(
            new NewImport(1, OnError.SKIP, "CSV", "people.csv", file.toString(), "somebody"));
    ImportStores.staging(database).fail(id, "something went wrong");
    return id;
  }

  /** All that is in the folder, file by file. */
  public List<String> contents() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(TestFiles::content).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
