package io.mailwright.delivery.journal;

import io.mailwright.delivery.ledger.ClaimKey;
import io.mailwright.delivery.ledger.Settlement;
import io.mailwright.kernel.settings.JournalSync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an earlier incarnation's journal says.
 *
 * @param incarnation whose it is
 * @param isWhole whether it knows of every dot: none of its files is missing or damaged, and it was
 *     not lost with the machine's memory. Only then does a mail that it does not name count as not
 *     sent
 * @param mails one for each claim, in the order of their last dots
 */
public record Replay(long incarnation, boolean isWhole, List<Mail> mails) {
  /**
   * A mail whose dot was, or was about to be, written.
   *
   * @param outcome empty if its reply is not known: it may have been accepted
   */
  public record Mail(Intent intent, Optional<Settlement> outcome) {}

  public Replay {
    mails = List.copyOf(mails);
  }

  private record Noted(long sequence, Intent intent, Optional<Settlement> outcome) {}

  /** Reads the journal in a folder; what cannot be read makes it less than whole. */
  static Replay read(Path folder, long incarnation) throws IOException {
    Optional<Manifest> manifest = Manifest.read(folder);
    if (manifest.isEmpty()) {
      return new Replay(incarnation, false, List.of());
    }
    boolean whole = survivedTheMachine(manifest.get());
    List<Noted> notes = new ArrayList<>();
    for (Manifest.Line line : manifest.get().segments()) {
      whole &= readSegment(folder.resolve(line.file()), line.number(), incarnation, notes);
    }
    notes.sort(Comparator.comparingLong(Noted::sequence));
    return new Replay(incarnation, whole, combined(notes));
  }

  /** Without a sync, notes that the machine had not yet written are gone with its memory. */
  private static boolean survivedTheMachine(Manifest manifest) throws IOException {
    return manifest.mode() == JournalSync.GROUP
        || (!manifest.boot().isEmpty() && manifest.boot().equals(Manifest.currentBoot()));
  }

  private static boolean readSegment(Path file, long number, long incarnation, List<Noted> notes)
      throws IOException {
    if (Files.notExists(file)) {
      return false;
    }
    byte[] content = Files.readAllBytes(file);
    if (Segment.numberOf(content, incarnation) != number) {
      return false;
    }
    boolean whole = true;
    byte[] slot = new byte[SlotFormat.SLOT_SIZE];
    for (int i = 0; i < Segment.slotsOf(content); i++) {
      System.arraycopy(content, Segment.offsetOf(i), slot, 0, slot.length);
      SlotFormat.Read<Intent> intent = SlotFormat.readIntent(slot, number);
      if (intent instanceof SlotFormat.Read.Damaged) {
        whole = false;
      } else if (intent instanceof SlotFormat.Read.Note<Intent> note) {
        notes.add(
            new Noted(
                note.sequence(),
                note.value(),
                outcome(slot, number, note.sequence(), note.value().claim())));
      }
    }
    return whole;
  }

  /** An outcome that cannot be read leaves its mail in doubt, which is what is known of it. */
  private static Optional<Settlement> outcome(
      byte[] slot, long segment, long sequence, ClaimKey claim) {
    return SlotFormat.readOutcome(slot, segment, claim)
                instanceof SlotFormat.Read.Note<Settlement> note
            && note.sequence() == sequence
        ? Optional.of(note.value())
        : Optional.empty();
  }

  /**
   * A claim may have had several dots, over one route after the other: any unknown reply counts.
   */
  private static List<Mail> combined(List<Noted> notes) {
    Map<ClaimKey, Mail> mails = new LinkedHashMap<>();
    for (Noted note : notes) {
      Mail before = mails.remove(note.intent().claim());
      boolean known = before == null || before.outcome().isPresent();
      mails.put(
          note.intent().claim(),
          new Mail(note.intent(), known ? note.outcome() : Optional.empty()));
    }
    return List.copyOf(mails.values());
  }
}
