package io.mailwright.delivery.journal;

import io.mailwright.delivery.ledger.Settlement;
import io.mailwright.kernel.settings.JournalSync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The journal of one incarnation in a folder of its own: segments in use, and spare ones that are
 * written in advance. A full segment whose outcomes the ledger has becomes a spare one again.
 */
final class FileJournal implements Journal, AutoCloseable {
  private static final int MOST_SPARES = 2;

  private final Path folder;
  private final long incarnation;
  private final JournalSync mode;
  private final int slots;
  private final String boot;
  private final GroupSync sync = new GroupSync();
  private final ExecutorService preparing;
  private final Deque<Segment> spares = new ArrayDeque<>();
  private final List<Segment> inUse = new ArrayList<>();
  private Segment current;
  private long sequence;
  private long lastNumber;
  private int files;
  private boolean beingPrepared;
  private boolean closed;
  private volatile Exception broken;

  /**
   * @param folder made if it is missing
   * @param slots mails a segment
   * @throws IOException if the first segment cannot be written
   */
  FileJournal(Path folder, long incarnation, JournalSync mode, int slots) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.incarnation = incarnation;
    this.mode = mode;
    this.slots = slots;
    this.boot = Manifest.currentBoot();
    this.preparing =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "journal-spare");
              thread.setDaemon(true);
              return thread;
            });
    roll();
  }

  private record Place(Segment segment, int slot, long sequence) implements Entry {}

  @Override
  public void makeReady() {
    // The constructor has written the first segment.
  }

  @Override
  public Entry intend(Intent intent) {
    Place place = reserve();
    boolean written = false;
    try {
      place.segment.write(
          place.slot, 0, SlotFormat.intent(place.segment.number(), place.sequence, intent));
      if (mode == JournalSync.GROUP) {
        sync.untilOnDisk(this::segmentsInUse);
      }
      written = true;
      return place;
    } catch (IOException e) {
      broken = e;
      throw unavailable(e);
    } finally {
      if (!written) {
        confirmed(List.of(place));
      }
    }
  }

  private synchronized Place reserve() {
    if (broken != null) {
      tryAgain();
    }
    if (current == null || current.isFull()) {
      try {
        roll();
      } catch (IOException e) {
        throw unavailable(e);
      }
    }
    return new Place(current, current.reserve(), ++sequence);
  }

  /** After a failure a fresh segment shows whether the disk takes notes again. */
  private void tryAgain() {
    try {
      roll();
      broken = null;
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private JournalUnavailable unavailable(IOException e) {
    return new JournalUnavailable(
        "the journal in " + folder + " cannot be written: " + e.getMessage(), e);
  }

  private synchronized List<Segment> segmentsInUse() {
    return List.copyOf(inUse);
  }

  private synchronized void roll() throws IOException {
    Segment next = spares.isEmpty() ? prepare() : spares.removeFirst();
    boolean begun = false;
    try {
      next.begin(++lastNumber, incarnation);
      if (mode == JournalSync.GROUP) {
        next.sync();
      }
      inUse.add(next);
      writeManifest();
      begun = true;
    } finally {
      if (!begun) {
        inUse.remove(next);
        spares.addFirst(next);
      }
    }
    Segment old = current;
    current = next;
    if (old != null && old.isConfirmed()) {
      retire(old);
    }
    if (spares.isEmpty() && !beingPrepared) {
      beingPrepared = true;
      preparing.execute(this::prepareSpare);
    }
  }

  private void writeManifest() throws IOException {
    Manifest manifest =
        new Manifest(
            boot,
            mode,
            inUse.stream()
                .map(s -> new Manifest.Line(s.number(), s.path().getFileName().toString()))
                .toList());
    Disk.uninterrupted(() -> manifest.write(folder, mode == JournalSync.GROUP));
  }

  private Segment prepare() throws IOException {
    return Segment.create(nextPath(), slots);
  }

  private synchronized Path nextPath() {
    return folder.resolve("segment-" + ++files);
  }

  private void prepareSpare() {
    try {
      Segment spare = prepare();
      synchronized (this) {
        spares.addLast(spare);
      }
    } catch (IOException e) {
      // What is in use still has room; when it is full, the next try says what is wrong.
      JournalLog.noSpare(folder, e);
    } finally {
      synchronized (this) {
        beingPrepared = false;
      }
    }
  }

  @Override
  public void outcome(Entry entry, Settlement settlement) {
    Place place = (Place) entry;
    try {
      place.segment.write(
          place.slot,
          SlotFormat.INTENT_SIZE,
          SlotFormat.outcome(place.segment.number(), place.sequence, settlement));
    } catch (IOException e) {
      broken = e;
      JournalLog.outcomeNotKept(place.segment.path(), e);
    }
  }

  @Override
  public void confirmed(Collection<Entry> entries) {
    for (Entry entry : entries) {
      Segment segment = ((Place) entry).segment;
      if (segment.confirm()) {
        retireIfDone(segment);
      }
    }
  }

  private synchronized void retireIfDone(Segment segment) {
    if (segment != current && segment.isConfirmed()) {
      retire(segment);
    }
  }

  private void retire(Segment segment) {
    if (!inUse.remove(segment)) {
      return;
    }
    try {
      writeManifest();
      if (spares.size() < MOST_SPARES && broken == null) {
        spares.addLast(segment);
      } else {
        segment.close();
        Files.delete(segment.path());
      }
    } catch (IOException e) {
      // Its notes are all in the ledger: replaying them again changes nothing.
      JournalLog.notRemoved(segment.path(), e);
    }
  }

  /** Whether every outcome is in the ledger. */
  synchronized boolean isConfirmed() {
    return inUse.stream().allMatch(Segment::isConfirmed);
  }

  /** Closes the files, and removes them if the ledger has everything; once. */
  @Override
  public void close() throws IOException {
    awaitPreparing();
    closeFiles();
  }

  /** A spare that is being written would be put into the folder while that is removed. */
  private void awaitPreparing() {
    preparing.shutdown();
    boolean interrupted = false;
    boolean over = false;
    while (!over) {
      try {
        over = preparing.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void closeFiles() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    boolean nothingLeft = isConfirmed();
    for (Segment segment : inUse) {
      segment.close();
    }
    for (Segment spare : spares) {
      spare.close();
    }
    if (nothingLeft) {
      Disk.remove(folder);
    }
  }
}
