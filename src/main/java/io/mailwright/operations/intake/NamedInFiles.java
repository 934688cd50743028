package io.mailwright.operations.intake;

import io.mailwright.audience.imports.ImportRepository;
import io.mailwright.audience.imports.ListImport;
import io.mailwright.audience.intake.RawRow;
import io.mailwright.audience.intake.RowPosition;
import io.mailwright.audience.intake.RowSource;
import io.mailwright.audience.intake.SourceLine;
import io.mailwright.delivery.lease.Lease;
import io.mailwright.delivery.lease.LeaseRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Files of imports on this node that name somebody. A file that cannot be read may name anybody.
 */
@ApplicationScoped
public class NamedInFiles {
  private static final int MOST = 10_000;

  private ImportRepository imports;
  private OldImports old;
  private LeaseRepository leases;
  private Uploads uploads;

  /** For CDI. */
  protected NamedInFiles() {}

  @Inject
  NamedInFiles(ImportRepository imports, OldImports old, LeaseRepository leases, Uploads uploads) {
    this.imports = imports;
    this.old = old;
    this.leases = leases;
    this.uploads = uploads;
  }

  /**
   * Files that nobody is reading and that have a text in them.
   *
   * @param isNamed whether a value has it
   */
  public List<Path> naming(Predicate<String> isNamed) {
    return uploads.files().stream()
        .filter(file -> !isRead(file))
        .filter(file -> names(file, isNamed))
        .toList();
  }

  /** Ends the imports that would read such a file, and removes it. Returns how many files. */
  public int giveUp(Predicate<String> isNamed) {
    List<Path> files = naming(isNamed);
    Map<Path, ListImport> open = open();
    for (Path file : files) {
      ListImport left = open.get(file);
      if (left == null) {
        uploads.discard(file);
      } else {
        old.giveUp(
            left,
            "Given up: its file named a person who was erased on request. Take that person out and"
                + " send the file again.");
      }
    }
    return files.size();
  }

  /** Whether an import is at work on any node: it reads a file, or brings rows into a list. */
  public boolean isAnyAtWork() {
    return imports.open(MOST).stream().anyMatch(this::isAtWork);
  }

  private boolean isAtWork(ListImport one) {
    return leases.isHeld(Lease.ofImport(one.id()));
  }

  private boolean isRead(Path file) {
    return Optional.ofNullable(open().get(file)).filter(this::isAtWork).isPresent();
  }

  private Map<Path, ListImport> open() {
    return imports.open(MOST).stream()
        .collect(Collectors.toMap(OldImports::fileOf, Function.identity(), (a, b) -> a));
  }

  private static boolean names(Path file, Predicate<String> isNamed) {
    try (RowSource rows = RowSource.open(file, new RowPosition(0, 0), Optional.empty())) {
      Optional<SourceLine> line = rows.next();
      while (line.isPresent()) {
        if (texts(line.get()).stream().anyMatch(isNamed)) {
          return true;
        }
        line = rows.next();
      }
      return false;
    } catch (IOException | RuntimeException e) {
      System.getLogger(NamedInFiles.class.getName())
          .log(System.Logger.Level.WARNING, "A file cannot be looked through: " + file, e);
      return Files.exists(file);
    }
  }

  private static List<String> texts(SourceLine line) {
    List<String> texts = new ArrayList<>();
    if (line instanceof RawRow row) {
      texts.addAll(row.values());
    } else {
      // What cannot be taken apart is looked through as it stands.
      texts.add(String.valueOf(line));
    }
    return texts;
  }
}
