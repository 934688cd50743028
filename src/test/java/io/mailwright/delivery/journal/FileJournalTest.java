package io.mailwright.delivery.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.delivery.ledger.AddressNews;
import io.mailwright.delivery.ledger.ClaimKey;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.Settlement;
import io.mailwright.kernel.settings.JournalSync;
import io.mailwright.kernel.smtp.EnhancedStatus;
import io.mailwright.kernel.smtp.SmtpReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileJournalTest {
  private static final long INCARNATION = 5;
  private static final int SLOTS = 8;
  private static final Instant AT = Instant.parse("2026-11-24T10:11:12.345678Z");

  @TempDir private Path folder;

  private final Deque<FileJournal> opened = new ArrayDeque<>();

  private FileJournal journal(JournalSync mode) throws IOException {
    FileJournal journal = new FileJournal(path(), INCARNATION, mode, SLOTS);
    opened.add(journal);
    return journal;
  }

  @AfterEach
  void closeWhatTheTestLeftAsACrashWould() throws IOException {
    while (!opened.isEmpty()) {
      opened.remove().close();
    }
  }

  private Path path() {
    return folder.resolve(Long.toString(INCARNATION));
  }

  private Replay replay() throws IOException {
    return new JournalFolder(folder).replay(INCARNATION);
  }

  private static Intent intent(long id) {
    return new Intent(3, new ClaimKey(id, 2, 1, 4));
  }

  private static Settlement failed(long id, String words) {
    return new Settlement(
        intent(id).claim(),
        DeliveryState.FAILED,
        true,
        Optional.empty(),
        Optional.of("refused: " + words),
        Optional.of(9L),
        Optional.of(new SmtpReply(550, Optional.of(new EnhancedStatus(5, 1, 1)), words)),
        AT,
        AddressNews.DEAD);
  }

  @ParameterizedTest
  @EnumSource
  void knowsAfterACrashWhatWasAnsweredAndWhatWasNot(JournalSync mode) throws IOException {
    FileJournal journal = journal(mode);
    journal.outcome(journal.intend(intent(1)), failed(1, "no such user"));
    journal.intend(intent(2));
    Replay replay = replay();
    assertThat(replay.isWhole()).isTrue();
    assertThat(replay.mails())
        .containsExactly(
            new Replay.Mail(intent(1), Optional.of(failed(1, "no such user"))),
            new Replay.Mail(intent(2), Optional.empty()));
    assertThat(new JournalFolder(folder).earlier(INCARNATION + 1)).containsExactly(INCARNATION);
    assertThat(new JournalFolder(folder).earlier(INCARNATION)).isEmpty();
  }

  @Test
  void cutsLongWordsBetweenCharacters() throws IOException {
    FileJournal journal = journal(JournalSync.NONE);
    String words = "退信".repeat(400);
    journal.outcome(journal.intend(intent(1)), failed(1, words));
    Settlement kept = replay().mails().get(0).outcome().orElseThrow();
    assertThat(words).startsWith(kept.reply().orElseThrow().text());
    assertThat(kept.reply().orElseThrow().text()).hasSizeGreaterThan(50);
    assertThat(kept.why().orElseThrow()).startsWith("refused: 退信").doesNotContain("\uFFFD");
  }

  @Test
  void forgetsWhatTheLedgerHasAndUsesItsFilesAgain() throws IOException {
    try (FileJournal journal = journal(JournalSync.NONE)) {
      for (long id = 1; id <= 100; id++) {
        Journal.Entry entry = journal.intend(intent(id));
        journal.outcome(entry, failed(id, "x"));
        journal.confirmed(List.of(entry));
      }
      journal.intend(intent(1000));
      assertThat(replay().mails())
          .as("only the segment in use is read")
          .hasSizeLessThanOrEqualTo(SLOTS)
          .contains(new Replay.Mail(intent(1000), Optional.empty()));
      assertThat(replay().isWhole()).isTrue();
      try (Stream<Path> files = Files.list(path())) {
        assertThat(files.count()).as("files").isLessThanOrEqualTo(6);
      }
    }
    assertThat(path()).as("an unanswered mail keeps it").exists();
  }

  @Test
  void leavesNothingBehindWhenAllIsInTheLedger() throws IOException {
    try (FileJournal journal = journal(JournalSync.NONE)) {
      Journal.Entry entry = journal.intend(intent(1));
      journal.outcome(entry, failed(1, "x"));
      journal.confirmed(List.of(entry));
    }
    assertThat(path()).doesNotExist();
  }

  @Test
  void keepsAllSegmentsThatTheLedgerLacks() throws IOException {
    FileJournal journal = journal(JournalSync.NONE);
    for (long id = 1; id <= 50; id++) {
      journal.intend(intent(id));
    }
    assertThat(replay().mails()).hasSize(50);
    assertThat(replay().isWhole()).isTrue();
  }

  @Test
  void isNotWholeWhenAFileIsMissing() throws IOException {
    FileJournal journal = journal(JournalSync.NONE);
    for (long id = 1; id <= 20; id++) {
      journal.intend(intent(id));
    }
    Files.delete(path().resolve(Manifest.read(path()).orElseThrow().segments().get(1).file()));
    assertThat(replay().isWhole()).isFalse();
    assertThat(replay().mails()).as("the rest is evidence all the same").hasSize(12);
  }

  @Test
  void isNotWholeWithoutItsManifest() throws IOException {
    FileJournal journal = journal(JournalSync.NONE);
    journal.intend(intent(1));
    Files.delete(path().resolve(Manifest.FILE));
    assertThat(replay().isWhole()).isFalse();
  }

  @Test
  void isNotWholeWhenANoteIsDamaged() throws IOException {
    FileJournal journal = journal(JournalSync.NONE);
    journal.intend(intent(1));
    journal.intend(intent(2));
    Path file = path().resolve(Manifest.read(path()).orElseThrow().segments().get(0).file());
    byte[] content = Files.readAllBytes(file);
    content[Segment.offsetOf(0) + 30] ^= 1;
    Files.write(file, content, StandardOpenOption.WRITE);
    assertThat(replay().isWhole()).isFalse();
    assertThat(replay().mails()).containsExactly(new Replay.Mail(intent(2), Optional.empty()));
  }

  @ParameterizedTest
  @EnumSource
  void survivesALossOfPowerOnlyWhenItWasOnTheDisk(JournalSync mode) throws IOException {
    FileJournal journal = journal(mode);
    journal.intend(intent(1));
    Manifest written = Manifest.read(path()).orElseThrow();
    new Manifest("another boot", mode, written.segments()).write(path(), false);
    assertThat(replay().isWhole()).isEqualTo(mode == JournalSync.GROUP);
  }

  @Test
  void anyUnknownReplyOfAClaimLeavesItInDoubt() throws IOException {
    FileJournal journal = journal(JournalSync.NONE);
    journal.intend(intent(1));
    journal.outcome(journal.intend(intent(1)), failed(1, "x"));
    assertThat(replay().mails()).containsExactly(new Replay.Mail(intent(1), Optional.empty()));
  }

  @Test
  void anInterruptedWorkerDoesNotCloseItForTheOthers() throws Exception {
    FileJournal journal = journal(JournalSync.GROUP);
    ExecutorService workers = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int worker = 0; worker < 4; worker++) {
        long first = worker * 10L;
        all.add(
            workers.submit(
                () -> {
                  for (long id = first; id < first + 10; id++) {
                    Thread.currentThread().interrupt();
                    journal.intend(intent(id));
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      workers.shutdownNow();
    }
    assertThat(replay().mails()).hasSize(40);
  }

  @Test
  void refusesTheDotWhenNothingCanBeWritten() throws IOException {
    FileJournal journal = journal(JournalSync.NONE);
    for (long id = 1; id <= SLOTS; id++) {
      journal.intend(intent(id));
    }
    for (int spare = 0; spare < 3; spare++) {
      // In place of every file that could come next stands a folder.
      Files.createDirectories(path().resolve("segment-" + (spare + 3)));
    }
    assertThatThrownBy(
            () -> {
              for (long id = 100; id < 100 + 3 * SLOTS; id++) {
                journal.intend(intent(id));
              }
            })
        .isInstanceOf(JournalUnavailable.class)
        .hasMessageContaining("cannot be written");
    assertThat(replay().isWhole()).isTrue();
  }
}
