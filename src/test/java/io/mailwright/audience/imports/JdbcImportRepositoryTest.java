package io.mailwright.audience.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.store.PageRequest;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JdbcImportRepositoryTest {
  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void removesTheImportsOfAListWithTheirRows(Database database) {
    database.change(
        connection -> {
          try (Statement insert = connection.createStatement()) {
            for (int list = 1; list <= 2; list++) {
              insert.execute(
                  "INSERT INTO contact_list (id, version, name, created_at) VALUES (%d, 1, 'L%d', CURRENT_TIMESTAMP)"
                      .formatted(list, list));
            }
          }
        });
    ImportRepository imports = ImportStores.imports(database);
    long gone = imports.create(request(1));
    long kept = imports.create(request(2));
    assertThat(imports.page(Optional.empty(), PageRequest.first(1)))
        .satisfies(
            page -> assertThat(page.items()).extracting(ListImport::id).containsExactly(gone))
        .satisfies(page -> assertThat(page.next()).hasValue(gone));
    assertThat(imports.page(Optional.empty(), PageRequest.newest(9)).items())
        .extracting(ListImport::id)
        .containsExactly(kept, gone);
    assertThat(
            imports
                .page(Optional.empty(), new PageRequest(OptionalLong.of(gone), 9, false))
                .items())
        .extracting(ListImport::id)
        .containsExactly(kept);
    assertThat(imports.page(Optional.of(2L), PageRequest.first(9)).items())
        .extracting(ListImport::id)
        .containsExactly(kept);
    database.change(
        connection -> {
          try (Statement insert = connection.createStatement()) {
            insert.execute(
                "INSERT INTO import_row (import_id, line, email_key, email) VALUES (%d, 2, 'a@b.example', 'a@b.example')"
                    .formatted(gone));
            insert.execute(
                "INSERT INTO import_reject (import_id, line, reason, detail) VALUES (%d, 3, 'R', 'no address')"
                    .formatted(gone));
          }
        });
    assertThat(imports.count(1)).isEqualTo(1);
    imports.deleteOfList(1);
    assertThat(imports.count(1)).isZero();
    assertThat(imports.rejects(gone, 0, 10)).isEmpty();
    assertThat(imports.find(kept)).isPresent();
  }

  private static NewImport request(long list) {
    return new NewImport(list, OnError.SKIP, "CSV", "a.csv", "/uploads/a", "ann");
  }
}
