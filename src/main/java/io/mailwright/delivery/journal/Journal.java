package io.mailwright.delivery.journal;

import io.mailwright.delivery.ledger.Settlement;
import io.mailwright.kernel.settings.JournalSync;
import java.util.Collection;

/** What this node is about to send and what became of it. Thread-safe. */
public interface Journal {
  /**
   * Makes sure that notes can be taken. Called before a run claims anything: a journal that is not
   * there says nothing about what was not sent.
   *
   * @throws JournalUnavailable if they cannot
   */
  void makeReady();

  /**
   * Notes that a mail's final dot is about to be written, and reserves the place of its outcome.
   * When it returns, the note survives the end of the process, and with {@link JournalSync#GROUP}
   * that of the machine.
   *
   * @throws JournalUnavailable if it cannot be noted; the dot must not be written
   */
  Entry intend(Intent intent);

  /**
   * Keeps what became of it, in the place that was reserved. A disk that fails now costs no
   * outcome: the ledger gets it all the same, and the next {@link #intend} fails.
   */
  void outcome(Entry entry, Settlement settlement);

  /** The ledger has committed these outcomes: they need not be kept. */
  void confirmed(Collection<Entry> entries);

  /** A place in the journal. */
  interface Entry {}
}
