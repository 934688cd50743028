package io.mailwright.operations.intake;

import io.mailwright.audience.imports.ImportRepository;
import io.mailwright.audience.imports.ListImport;
import io.mailwright.audience.imports.StagingRepository;
import io.mailwright.delivery.lease.Lease;
import io.mailwright.delivery.lease.LeaseRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Imports that nobody goes on with, and files that no import will read. */
@ApplicationScoped
public class OldImports {
  private static final int MOST = 10_000;

  private ImportRepository imports;
  private StagingRepository staging;
  private LeaseRepository leases;
  private Uploads uploads;

  /** For CDI. */
  protected OldImports() {}

  @Inject
  OldImports(
      ImportRepository imports,
      StagingRepository staging,
      LeaseRepository leases,
      Uploads uploads) {
    this.imports = imports;
    this.staging = staging;
    this.leases = leases;
    this.uploads = uploads;
  }

  /** Imports that were begun before a moment, are not over, and that nobody is at work on. */
  public List<ListImport> leftSince(Instant before) {
    return imports.open(MOST).stream()
        .filter(left -> left.createdAt().isBefore(before))
        .filter(left -> !leases.isHeld(Lease.ofImport(left.id())))
        .toList();
  }

  /** Gives those up; their files go. Returns how many. */
  public int giveUp(Instant before) {
    List<ListImport> left = leftSince(before);
    left.forEach(one -> giveUp(one, "Given up: nobody went on with it. Send the file again."));
    return left.size();
  }

  /** Ends an import that is not over; its file and the rows that wait go. */
  public void giveUp(ListImport left, String why) {
    staging.abandon(left.id(), why);
    uploads.discard(fileOf(left));
  }

  /** The file that an import reads, which may be on another node. */
  public static Path fileOf(ListImport listImport) {
    return Path.of(listImport.request().uploadPath());
  }

  /** Files of this node older than a moment that no import will read. */
  public List<Path> filesSince(Instant before) {
    Set<Path> wanted =
        imports.open(MOST).stream().map(OldImports::fileOf).collect(Collectors.toSet());
    return uploads.olderThan(before).stream().filter(file -> !wanted.contains(file)).toList();
  }

  /** Removes those. Returns how many. */
  public int sweep(Instant before) {
    List<Path> files = filesSince(before);
    files.forEach(uploads::discard);
    return files.size();
  }
}
