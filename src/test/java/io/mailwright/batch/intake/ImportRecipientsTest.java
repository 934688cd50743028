package io.mailwright.batch.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.audience.imports.ImportState;
import io.mailwright.audience.imports.ListImport;
import io.mailwright.audience.imports.OnError;
import io.mailwright.audience.imports.StoreUnavailable;
import io.mailwright.audience.imports.StoredRejection;
import io.mailwright.audience.intake.IntakeFiles;
import io.mailwright.audience.intake.NamedCharset;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import jakarta.batch.runtime.BatchStatus;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImportRecipientsTest {
  private static final Runnable NOTHING = () -> {};
  private static final int ROWS = 120;

  @TempDir Path folder;

  /** A file of 120 records: every tenth is bad, in turn for its address, its quotes, its bytes. */
  private Path file() throws IOException {
    StringBuilder text = new StringBuilder("email,name,locale,city\n");
    for (int i = 0; i < ROWS; i++) {
      switch (i % 30) {
        case 5 -> text.append("nobody,N,,\n");
        case 15 -> text.append("a").append(i).append("@x.net,\"N,,\n");
        case 25 -> text.append("A").append(i - 3).append("@X.net,Again,,\n");
        default ->
            text.append("A")
                .append(i)
                .append("@x.net,\u5f20 ")
                .append(i)
                .append(",de-AT,K\u00f6ln\n");
      }
    }
    return Files.writeString(folder.resolve("people.csv"), text, StandardCharsets.UTF_8);
  }

  private record Result(List<String> contacts, List<StoredRejection> rejects, List<Long> counts) {}

  private static Result result(ImportBench bench, long listId, long importId) {
    ListImport ended = bench.find(importId);
    assertThat(ended.state()).isEqualTo(ImportState.COMPLETED);
    assertThat(ended.endedAt()).isPresent();
    assertThat(ended.imported() + ended.updated() + ended.rejected()).isEqualTo(ended.rowsRead());
    assertThat(bench.waiting(importId)).isEmpty();
    return new Result(
        bench.contacts(listId),
        bench.rejects(importId),
        List.of(ended.rowsRead(), ended.imported(), ended.updated(), ended.rejected()));
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void endsTheSameWhereverItIsInterrupted(Database database) throws IOException {
    Path file = file();
    try (ImportBench bench = new ImportBench(database)) {
      bench.newList(1);
      long undisturbed = bench.newImport(1, file, OnError.SKIP);
      bench.staging().at(0, NOTHING, NOTHING);
      assertThat(bench.end(bench.start(undisturbed))).isEqualTo(BatchStatus.COMPLETED);
      Result expected = result(bench, 1, undisturbed);
      assertThat(expected.counts()).containsExactly(120L, 108L, 0L, 12L);
      assertThat(expected.contacts())
          .contains("a0@x.net A0@x.net \u5f20 0 de-AT - {\"city\":\"K\u00f6ln\"}");
      int calls = bench.staging().calls();
      assertThat(calls).isGreaterThan(15);

      long listId = 1;
      for (int call : new int[] {1, 2, 5, calls / 2, calls - 2, calls - 1, calls}) {
        for (boolean stored : new boolean[] {false, true}) {
          Runnable crash =
              () -> {
                throw new IllegalStateException("killed");
              };
          bench.newList(++listId);
          long importId = bench.newImport(listId, file, OnError.SKIP);
          bench.staging().at(call, stored ? NOTHING : crash, stored ? crash : NOTHING);
          long execution = bench.start(importId);
          assertThat(bench.end(execution)).isEqualTo(BatchStatus.FAILED);
          assertThat(bench.find(importId).rowsRead()).isLessThanOrEqualTo(ROWS);
          boolean complete = bench.find(importId).state().isFinal();
          if (stored) {
            bench.staging().interrupt(importId, "the server ended");
          } else {
            bench.staging().fail(importId, "an error");
          }
          assertThat(bench.find(importId).message().isPresent()).isNotEqualTo(complete);
          assertThat(bench.find(importId).state())
              .isNotIn(ImportState.READING, ImportState.APPLYING);
          // With a checkpoint by restart, and without one, as after the loss of the batch tables.
          long second = call % 2 == 0 ? bench.restart(execution) : bench.start(importId);
          assertThat(bench.end(second)).isEqualTo(BatchStatus.COMPLETED);
          assertThat(result(bench, listId, importId)).isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void triesAgainWhenTheStoreIsAwayForAMoment(Database database) throws IOException {
    Path file = file();
    try (ImportBench bench = new ImportBench(database)) {
      bench.newList(1);
      long undisturbed = bench.newImport(1, file, OnError.SKIP);
      bench.end(bench.start(undisturbed));
      Result expected = result(bench, 1, undisturbed);
      Runnable away =
          () -> {
            throw new StoreUnavailable(new DatabaseException(new SQLException("away", "08006")));
          };
      long listId = 1;
      for (int call : new int[] {1, 4, 11}) {
        for (boolean stored : new boolean[] {false, true}) {
          bench.newList(++listId);
          long importId = bench.newImport(listId, file, OnError.SKIP);
          bench.staging().at(call, stored ? NOTHING : away, stored ? away : NOTHING);
          assertThat(bench.end(bench.start(importId))).isEqualTo(BatchStatus.COMPLETED);
          assertThat(result(bench, listId, importId)).isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void stopsBetweenChunksAndSlicesAndGoesOn(Database database) throws IOException {
    Path file = file();
    try (ImportBench bench = new ImportBench(database)) {
      bench.newList(1);
      long undisturbed = bench.newImport(1, file, OnError.SKIP);
      bench.staging().at(0, NOTHING, NOTHING);
      bench.end(bench.start(undisturbed));
      Result expected = result(bench, 1, undisturbed);
      int calls = bench.staging().calls();
      long listId = 1;
      for (int call : new int[] {1, 5, calls - 2}) {
        bench.newList(++listId);
        long importId = bench.newImport(listId, file, OnError.SKIP);
        CompletableFuture<Long> execution = new CompletableFuture<>();
        bench.staging().at(call, () -> bench.stop(execution.join()), NOTHING);
        execution.complete(bench.start(importId));
        assertThat(bench.end(execution.join())).isEqualTo(BatchStatus.STOPPED);
        assertThat(bench.end(bench.restart(execution.join()))).isEqualTo(BatchStatus.COMPLETED);
        assertThat(result(bench, listId, importId)).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void anAbandonedImportKeepsWhatIsInTheListAndForgetsTheRest(Database database)
      throws IOException {
    Path file = file();
    try (ImportBench bench = new ImportBench(database)) {
      bench.newList(1);
      bench.staging().at(0, NOTHING, NOTHING);
      bench.end(bench.start(bench.newImport(1, file, OnError.SKIP)));
      int calls = bench.staging().calls();
      bench.newList(2);
      long importId = bench.newImport(2, file, OnError.SKIP);
      bench
          .staging()
          .at(
              calls - 2,
              () -> {
                throw new IllegalStateException("killed");
              },
              NOTHING);
      long execution = bench.start(importId);
      assertThat(bench.end(execution)).isEqualTo(BatchStatus.FAILED);
      bench.staging().interrupt(importId, "the server ended");
      List<String> inTheList = bench.contacts(2);
      assertThat(inTheList).isNotEmpty();
      assertThat(bench.waiting(importId)).isNotEmpty();

      bench.staging().abandon(importId, "given up");

      ListImport abandoned = bench.find(importId);
      assertThat(abandoned.state()).isEqualTo(ImportState.ABANDONED);
      assertThat(abandoned.message()).contains("given up");
      assertThat(abandoned.endedAt()).isPresent();
      assertThat(bench.waiting(importId)).isEmpty();
      bench.end(bench.restart(execution));
      assertThat(bench.contacts(2)).isEqualTo(inTheList);
      assertThat(bench.find(importId).state()).isEqualTo(ImportState.ABANDONED);
    }
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void importsNothingWhenItIsAllOrNothingAndARowIsBad(Database database) throws IOException {
    Path file = file();
    try (ImportBench bench = new ImportBench(database)) {
      bench.newList(1);
      long importId = bench.newImport(1, file, OnError.ABORT);

      assertThat(bench.end(bench.start(importId))).isEqualTo(BatchStatus.COMPLETED);

      ListImport aborted = bench.find(importId);
      assertThat(aborted.state()).isEqualTo(ImportState.ABORTED);
      assertThat(aborted.message().orElseThrow())
          .contains("Rejected rows: 12.", "nothing was imported");
      assertThat(aborted.imported() + aborted.updated()).isZero();
      assertThat(bench.contacts(1)).isEmpty();
      assertThat(bench.waiting(importId)).isEmpty();
      assertThat(bench.rejects(importId)).hasSize(12);

      Path good = Files.writeString(folder.resolve("good.csv"), "email\na@x.net\nb@x.net\n");
      long second = bench.newImport(1, good, OnError.ABORT);
      bench.end(bench.start(second));
      assertThat(result(bench, 1, second).counts()).containsExactly(2L, 2L, 0L, 0L);
    }
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void updatesKnownAddressesAndKeepsWhatTheFileDoesNotSay(Database database) throws IOException {
    try (ImportBench bench = new ImportBench(database)) {
      bench.newList(1);
      Path first =
          Files.writeString(
              folder.resolve("1.csv"),
              "email,name,timezone,city\na@x.net,Ann,Asia/Shanghai,Bonn\nb@x.net,Bob,,Ulm\n");
      Path second =
          Files.writeString(
              folder.resolve("2.csv"), "email,name,plan\nA@X.net,,gold\nc@x.net,Cy,\n");
      bench.end(bench.start(bench.newImport(1, first, OnError.SKIP)));
      long importId = bench.newImport(1, second, OnError.SKIP);
      bench.end(bench.start(importId));

      assertThat(result(bench, 1, importId).counts()).containsExactly(2L, 1L, 1L, 0L);
      assertThat(bench.contacts(1))
          .containsExactly(
              "a@x.net A@X.net Ann - Asia/Shanghai {\"plan\":\"gold\"}",
              "b@x.net b@x.net Bob - - {\"city\":\"Ulm\"}",
              "c@x.net c@x.net Cy - - -");
    }
  }

  /** A good record, then bad ones only, but for one more good one if asked. */
  private Path mostlyBad(int bad, boolean goodAtTheEnd) throws IOException {
    StringBuilder text = new StringBuilder("email\nfirst@x.net\n");
    for (int i = 0; i < bad; i++) {
      text.append(i % 2 == 0 ? "nobody\n" : "\"open\n");
    }
    text.append(goodAtTheEnd ? "last@x.net\n" : "");
    return Files.writeString(folder.resolve("bad.csv"), text);
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void storesRejectsManyAtATimeAndLosesNoneWhereverItIsInterrupted(Database database)
      throws IOException {
    int bad = 3 * ChunkInHand.MOST_REJECTS + 7;
    long listId = 0;
    for (boolean goodAtTheEnd : new boolean[] {false, true}) {
      Path file = mostlyBad(bad, goodAtTheEnd);
      try (ImportBench bench = new ImportBench(database)) {
        bench.newList(++listId);
        long undisturbed = bench.newImport(listId, file, OnError.SKIP);
        bench.staging().at(0, NOTHING, NOTHING);
        bench.end(bench.start(undisturbed));
        Result expected = result(bench, listId, undisturbed);
        assertThat(expected.rejects()).hasSize(bad);
        int calls = bench.staging().calls();
        assertThat(calls).isLessThan(10);
        for (int call = 1; call <= calls; call++) {
          for (boolean stored : new boolean[] {false, true}) {
            Runnable crash =
                () -> {
                  throw new IllegalStateException("killed");
                };
            bench.newList(++listId);
            long importId = bench.newImport(listId, file, OnError.SKIP);
            bench.staging().at(call, stored ? NOTHING : crash, stored ? crash : NOTHING);
            long execution = bench.start(importId);
            assertThat(bench.end(execution)).isEqualTo(BatchStatus.FAILED);
            long second = call % 2 == 0 ? bench.restart(execution) : bench.start(importId);
            assertThat(bench.end(second)).isEqualTo(BatchStatus.COMPLETED);
            assertThat(result(bench, listId, importId)).isEqualTo(expected);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void showsTheRejectsOfAFileThatHasTooMany(Database database) throws IOException {
    try (ImportBench bench = new ImportBench(database)) {
      bench.newList(1);
      long importId = bench.newImport(1, mostlyBad(30, true), OnError.SKIP);
      assertThat(bench.end(bench.start(importId, 20))).isEqualTo(BatchStatus.FAILED);
      assertThat(bench.rejects(importId)).hasSize(20);
      assertThat(bench.find(importId).rejected()).isEqualTo(20);
    }
  }

  /** Each of these bytes is a letter of windows-1252 too, so that looking would not find it. */
  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void goesOnInTheEncodingThatTheSenderNamed(Database database) throws IOException {
    Charset named = NamedCharset.of("koi8-r");
    StringBuilder text = new StringBuilder("email,name\n");
    for (int i = 0; i < 30; i++) {
      text.append("a").append(i).append("@x.net,\u0418\u0432\u0430\u043d\n");
    }
    Path file = Files.write(folder.resolve("named.csv"), text.toString().getBytes(named));
    try (ImportBench bench = new ImportBench(database)) {
      bench.newList(1);
      long importId = bench.newImport(1, file, OnError.SKIP, Optional.of(named));
      assertThat(bench.find(importId).encoding()).contains("KOI8-R");
      bench
          .staging()
          .at(
              2,
              () -> {
                throw new IllegalStateException("killed");
              },
              NOTHING);
      assertThat(bench.end(bench.start(importId))).isEqualTo(BatchStatus.FAILED);
      assertThat(bench.end(bench.start(importId))).isEqualTo(BatchStatus.COMPLETED);
      assertThat(bench.contacts(1))
          .hasSize(30)
          .allSatisfy(contact -> assertThat(contact).contains("\u0418\u0432\u0430\u043d"));
    }
  }

  /** The parser's exception cannot be serialised, and JBeret would put another in our place. */
  @Test
  void keepsTheNumberOfWhatIsWrongWithASheetBehindItsFirstRows() throws IOException {
    StringBuilder rows = new StringBuilder("<row r=\"1\">" + cell("A1", "email") + "</row>");
    for (int i = 2; i < 60; i++) {
      rows.append("<row r=\"%d\">%s</row>".formatted(i, cell("A" + i, "a" + i + "@x.net")));
    }
    Path file = IntakeFiles.writeXlsx(folder, rows + "<row r=\"70\"><c r=\"A70\"></row>", "");
    try (ImportBench bench = new ImportBench(io.mailwright.testing.TestDatabases.h2())) {
      bench.newList(1);
      long importId = bench.newImport(1, file, OnError.SKIP);
      long execution = bench.start(importId);
      assertThat(bench.end(execution)).isEqualTo(BatchStatus.FAILED);
      assertThat(bench.find(importId).rowsRead()).isPositive();
      assertThat(bench.failure(execution)).startsWith("MW-1113 The Excel file is damaged.");
    }
  }

  private static String cell(String reference, String text) {
    return "<c r=\"%s\" t=\"inlineStr\"><is><t>%s</t></is></c>".formatted(reference, text);
  }

  @Test
  void saysWhyAFileCannotBeReadAndReadsItWhenItCan() throws IOException {
    try (ImportBench bench = new ImportBench(io.mailwright.testing.TestDatabases.h2())) {
      bench.newList(1);
      Path file = Files.writeString(folder.resolve("bad.csv"), "name,phone\nAnn,1\n");
      long importId = bench.newImport(1, file, OnError.SKIP);
      long execution = bench.start(importId);
      assertThat(bench.end(execution)).isEqualTo(BatchStatus.FAILED);
      assertThat(bench.find(importId).state()).isEqualTo(ImportState.FAILED);
      assertThat(bench.find(importId).message().orElseThrow()).contains("MW-1112", "\"phone\"");

      Files.writeString(file, "email,name\na@x.net,Ann\n");
      assertThat(bench.end(bench.restart(execution))).isEqualTo(BatchStatus.COMPLETED);
      assertThat(result(bench, 1, importId).counts()).containsExactly(1L, 1L, 0L, 0L);
      assertThat(bench.find(importId).encoding()).contains("UTF-8");

      Files.delete(file);
      long gone = bench.newImport(1, file, OnError.SKIP);
      assertThat(bench.end(bench.start(gone))).isEqualTo(BatchStatus.FAILED);
      assertThat(bench.find(gone).message().orElseThrow()).contains("MW-1113", "not on this node");
    }
  }
}
