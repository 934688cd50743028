package io.mailwright.audience.imports;

import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;

/** Imports for those who start and look at them. Each method is a short transaction of its own. */
public interface ImportRepository {
  /**
   * Notes what is asked; the job {@code import-recipients} with this id does it.
   *
   * @param charset of a CSV file without a byte order mark, if its sender names one
   * @return the import's id
   */
  long create(NewImport request, Optional<Charset> charset);

  /** The same for a file whose encoding nobody has named. */
  default long create(NewImport request) {
    return create(request, Optional.empty());
  }

  /** The import with this id. */
  Optional<ListImport> find(long id);

  /**
   * Imports by id.
   *
   * @param listId of this list only
   */
  Page<ListImport> page(Optional<Long> listId, PageRequest request);

  /**
   * Imports of a list, newest first.
   *
   * @param before only ids below this; {@link Long#MAX_VALUE} for the newest
   * @param limit 1 to 1,000
   */
  List<ListImport> ofList(long listId, long before, int limit);

  /**
   * Imports whose file may still be read, newest first.
   *
   * @param limit at most so many
   */
  List<ListImport> open(int limit);

  /** How many imports a list has had. */
  long count(long listId);

  /** Removes the imports of a list that goes, with what they staged and rejected. */
  void deleteOfList(long listId);

  /**
   * Rejected rows by line.
   *
   * @param afterLine only lines after this one, 0 for the first
   * @param limit 1 to 10,000
   */
  List<StoredRejection> rejects(long id, long afterLine, int limit);
}
