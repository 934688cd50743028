package io.mailwright.operations.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.audience.intake.RowFault;
import io.mailwright.audience.suppression.SuppressionBatches;
import io.mailwright.audience.suppression.SuppressionDraft;
import io.mailwright.audience.suppression.SuppressionReason;
import io.mailwright.audience.suppression.TestSuppressions;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.text.SafeCell;
import io.mailwright.testing.TestDatabases;
import io.mailwright.testing.TestEntities;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuppressionImportTest {
  private final Database database = TestDatabases.h2();

  @TempDir private Path folder;

  private SuppressionImport.Taken take(byte[] file) {
    try (TestEntities store = new TestEntities(database)) {
      return store.in(
          entities ->
              new SuppressionImport(
                      new Uploads(folder, Uploads.MOST_BYTES),
                      TestSuppressions.of(entities, database, Clock.systemUTC()),
                      new SuppressionBatches(database),
                      null)
                  .take(
                      new ByteArrayInputStream(file),
                      Optional.empty(),
                      SuppressionDraft.ALL_LISTS,
                      SuppressionReason.UNSUBSCRIBE,
                      "somebody"));
    }
  }

  private SuppressionImport.Taken take(String file) {
    return take(file.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> suppressed() {
    return TestSuppressions.told(database).stream().map(s -> s.split(" ", 2)[0]).toList();
  }

  @Test
  void isTakenBackAsAWholeAndNothingElseWithIt() {
    SuppressionImport.Taken first = take("email\nann@example.net\nbob@example.net\n");
    SuppressionImport.Taken second =
        take("email,reason\nbob@example.net,unsubscribe\ncy@example.net,\ndan@example.net,\n");
    assertThat(second.added()).isEqualTo(2);
    assertThat(TestSuppressions.told(database))
        .contains(
            "bob@example.net 0 UNSUBSCRIBE import %d by somebody".formatted(first.number()),
            "cy@example.net 0 UNSUBSCRIBE import %d by somebody".formatted(second.number()));
    takeOver("dan@example.net");

    SuppressionBatches batches = new SuppressionBatches(database);
    assertThat(batches.takeBack(second.number())).isEqualTo(1);
    assertThat(suppressed())
        .containsExactly("ann@example.net", "bob@example.net", "dan@example.net");
    assertThat(batches.takeBack(second.number())).as("once").isZero();
    assertThat(take("email\ncy@example.net\n").added()).isEqualTo(1);
    assertThat(batches.takeBack(first.number())).isEqualTo(2);
    assertThat(suppressed()).containsExactly("cy@example.net", "dan@example.net");
  }

  /** Its owner complains, which stands in the place of what the file said. */
  private void takeOver(String email) {
    try (TestEntities store = new TestEntities(database)) {
      store.in(
          entities ->
              TestSuppressions.of(entities, database, Clock.systemUTC())
                  .addNow(
                      List.of(
                          SuppressionDraft.ofAllLists(
                              email, SuppressionReason.COMPLAINT, "mailbox b"))));
    }
  }

  @Test
  void takesAddressesAsAnExportHasWrittenThem() {
    List<String> addresses =
        List.of("+86139@example.cn", "-ann@example.net", "=bob@example.net", "o'hara@example.net");
    StringBuilder file = new StringBuilder("\ufeffemail\n");
    addresses.forEach(address -> file.append(SafeCell.of(address)).append('\n'));
    assertThat(take(file.toString()).added()).isEqualTo(4);
    assertThat(suppressed()).containsExactlyInAnyOrderElementsOf(addresses);
  }

  @Test
  void refusesNobodyBecauseOfWhatStandsInOtherColumns() {
    SuppressionImport.Taken taken =
        take(
            """
            Email Address;Name;Locale;Timezone;Note;Evidence
            ann@example.net;%s;english;(GMT-05:00) Eastern;a\u0001b;%s
            bob@example.net;;;;"two
            lines";
            example.com;;;;;
            @example.com;;;;;
            *@example.com;;;;;
            """
                .formatted("n".repeat(300), "e".repeat(5_000)));
    assertThat(suppressed()).containsExactly("ann@example.net", "bob@example.net");
    assertThat(taken.rejected()).as("whole domains").isEqualTo(3);
    assertThat(taken.rejections().get(2).reason()).isEqualTo(RowFault.PATTERN);
  }

  @ParameterizedTest
  @CsvSource({
    "bounce, HARD_BOUNCE",
    "Bounced, HARD_BOUNCE",
    "hard bounce, HARD_BOUNCE",
    "HARD_BOUNCE, HARD_BOUNCE",
    "退信, HARD_BOUNCE",
    "硬退信, HARD_BOUNCE",
    "soft bounce, SOFT_BOUNCES",
    "soft-bounces, SOFT_BOUNCES",
    "complained, COMPLAINT",
    "Spam, COMPLAINT",
    "abuse, COMPLAINT",
    "投诉, COMPLAINT",
    "unsubscribed, UNSUBSCRIBE",
    "opt-out, UNSUBSCRIBE",
    "Opted  out, UNSUBSCRIBE",
    "退订, UNSUBSCRIBE",
    "manual, MANUAL",
    "手动, MANUAL"
  })
  void knowsWhatOthersCallAReason(String word, SuppressionReason reason) {
    assertThat(SuppressionWords.reason(word)).contains(reason);
  }

  @Test
  void readsReasonsAndNotesUnderTheirChineseNames() {
    take(
        """
        邮箱,原因,列表编号,备注,依据,城市
        ann@example.net,投诉,0,来电,550 no,北京
        bob@example.net,不想收,,,,
        cy@example.net,erased,,,,
        """);
    assertThat(stored())
        .containsExactly(
            "ann@example.net COMPLAINT 来电 550 no",
            "bob@example.net UNSUBSCRIBE 不想收 -",
            "cy@example.net UNSUBSCRIBE erased -");
    take("email,note,备注,说明,证据\ndan@example.net,,,a,b\nemma@example.net,c,d,e,\n");
    assertThat(stored())
        .contains("dan@example.net UNSUBSCRIBE a b", "emma@example.net UNSUBSCRIBE c -");
  }

  /** Address, reason, note and evidence of all. */
  private List<String> stored() {
    return database.query(
        connection -> {
          List<String> all = new ArrayList<>();
          try (Statement select = connection.createStatement();
              ResultSet row =
                  select.executeQuery(
                      "SELECT email_key, reason, COALESCE(note, '-'), COALESCE(evidence, '-')"
                          + " FROM suppression ORDER BY 1")) {
            while (row.next()) {
              all.add(
                  "%s %s %s %s"
                      .formatted(
                          row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
            }
          }
          return all;
        });
  }

  @ParameterizedTest
  @CsvSource({"UTF-16LE, true", "UTF-16BE, true", "UTF-16LE, false", "GB18030, false"})
  void takesAFileOfTheOfficeWhateverItsCharset(String charset, boolean hasMark) {
    String file =
        (hasMark ? "\ufeff" : "")
            + "电子邮箱;姓名;备注\r\n\"ann@example.net\";张三;已退订，请勿再发送\r\n"
            + "bob@example.net;李四;投诉\r\n";
    assertThat(take(file.getBytes(Charset.forName(charset))).added()).isEqualTo(2);
    assertThat(suppressed()).containsExactly("ann@example.net", "bob@example.net");
  }
}
