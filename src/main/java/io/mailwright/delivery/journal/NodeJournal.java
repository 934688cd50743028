package io.mailwright.delivery.journal;

import io.mailwright.delivery.ledger.Settlement;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.kernel.settings.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;

/** The journal of this start of this node; its files are made when the first run begins. */
@ApplicationScoped
class NodeJournal implements Journal {
  /** Eight megabytes a file. */
  private static final int SLOTS = 16_000;

  private JournalFolder folder;
  private NodeIdentity node;
  private Settings settings;
  private volatile FileJournal journal;

  NodeJournal() {}

  @Inject
  NodeJournal(JournalFolder folder, NodeIdentity node, Settings settings) {
    this.folder = folder;
    this.node = node;
    this.settings = settings;
  }

  @Produces
  @Singleton
  static JournalFolder folder(Settings settings) {
    return new JournalFolder(settings.dataFolder().resolve("journal"));
  }

  @Override
  public void makeReady() {
    opened();
  }

  @Override
  public Entry intend(Intent intent) {
    return opened().intend(intent);
  }

  private FileJournal opened() {
    FileJournal open = journal;
    return open == null ? open() : open;
  }

  private synchronized FileJournal open() {
    if (journal == null) {
      Path path = folder.of(node.incarnation());
      try {
        journal = new FileJournal(path, node.incarnation(), settings.journalSync(), SLOTS);
      } catch (IOException e) {
        throw new JournalUnavailable(
            "the journal in " + path + " cannot be written: " + e.getMessage(), e);
      }
    }
    return journal;
  }

  @Override
  public void outcome(Entry entry, Settlement settlement) {
    opened().outcome(entry, settlement);
  }

  @Override
  public void confirmed(Collection<Entry> entries) {
    if (!entries.isEmpty()) {
      opened().confirmed(entries);
    }
  }

  @PreDestroy
  void close() {
    try {
      if (journal != null) {
        journal.close();
      }
    } catch (IOException e) {
      // What is left of it is replayed at the next start.
      JournalLog.notClosed(folder.of(node.incarnation()), e);
    }
  }
}
