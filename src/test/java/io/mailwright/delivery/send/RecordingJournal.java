package io.mailwright.delivery.send;

import io.mailwright.delivery.journal.Intent;
import io.mailwright.delivery.journal.Journal;
import io.mailwright.delivery.journal.JournalUnavailable;
import io.mailwright.delivery.ledger.Settlement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A journal in memory that shows in which order it was told, and can be full. */
final class RecordingJournal implements Journal {
  final List<Intent> intents = new ArrayList<>();
  final List<Settlement> outcomes = new ArrayList<>();
  final AtomicInteger unconfirmed = new AtomicInteger();

  /** How many intents it still has room for. */
  int room = Integer.MAX_VALUE;

  /** Done when the intent of this number, from 1, has been noted. */
  int mark = Integer.MAX_VALUE;

  Runnable atMark = () -> {};

  private record Noted(Intent intent) implements Entry {}

  @Override
  public void makeReady() {
    // Memory is always there.
  }

  @Override
  public Entry intend(Intent intent) {
    if (intents.size() >= room) {
      throw new JournalUnavailable(
          "the journal cannot be written: no space", new IOException("no space"));
    }
    intents.add(intent);
    unconfirmed.incrementAndGet();
    if (intents.size() == mark) {
      atMark.run();
    }
    return new Noted(intent);
  }

  @Override
  public void outcome(Entry entry, Settlement settlement) {
    outcomes.add(settlement);
  }

  @Override
  public void confirmed(Collection<Entry> entries) {
    unconfirmed.addAndGet(-entries.size());
  }
}
