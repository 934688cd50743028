package io.mailwright.operations.person;

import io.mailwright.audience.erased.ErasedPeople;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.PersonRows;
import io.mailwright.delivery.send.RunControl;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.kernel.secret.SecretUse;
import io.mailwright.operations.caught.CaughtMails;
import io.mailwright.operations.intake.NamedInFiles;
import io.mailwright.operations.node.RunLeases;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Erases a person on request. Each step can be done again, and what a crash or a mail in a worker's
 * hands leaves undone a timer completes: until then the address stands sealed with the erasure.
 * Thread-safe.
 */
@ApplicationScoped
public class Erasing {
  private static final Logger LOG = Logger.getLogger(Erasing.class.getName());

  /** How long whoever asks for it waits for the end. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String WHY = "erased on request";
  private static final int MOST_MENTIONS = 10_000;

  private Database database;
  private ErasureRepository erasures;
  private ErasedPeople erased;
  private PersonRows rows;
  private PersonTraces traces;
  private Mentions mentions;
  private NamedInMails mails;
  private NamedInFiles files;
  private CaughtMails caught;
  private SecretBox secrets;
  private RunLeases leases;

  /** For CDI. */
  protected Erasing() {}

  @Inject
  Erasing(
      Database database,
      ErasureRepository erasures,
      ErasedPeople erased,
      PersonRows rows,
      PersonTraces traces,
      Mentions mentions,
      NamedInMails mails,
      NamedInFiles files,
      CaughtMails caught,
      SecretBox secrets,
      RunLeases leases) {
    this.database = database;
    this.erasures = erasures;
    this.erased = erased;
    this.rows = rows;
    this.traces = traces;
    this.mentions = mentions;
    this.mails = mails;
    this.files = files;
    this.caught = caught;
    this.secrets = secrets;
    this.leases = leases;
  }

  /**
   * What an erasure would do, by what; changes nothing.
   *
   * @return all parts, those with nothing to do as 0
   */
  public Map<ErasedPart, Long> preview(EmailAddress address) {
    String key = address.key();
    AddressPattern pattern = AddressPattern.of(database, key);
    Map<ErasedPart, Long> counts = new EnumMap<>(ErasedPart.class);
    counts.putAll(traces.counts(key));
    List<PersonRows.Row> held = rows.of(key);
    counts.put(ErasedPart.DELIVERIES, (long) held.size());
    counts.put(ErasedPart.CANCELLED, held.stream().filter(row -> row.state().isOpen()).count());
    counts.put(ErasedPart.READING, traces.countReaders(held));
    counts.put(ErasedPart.MENTIONS, (long) mentions.find(pattern, MOST_MENTIONS).size());
    counts.put(ErasedPart.RETURNED_MAILS, mails.about(key));
    counts.put(ErasedPart.FILES, (long) files.naming(pattern::isIn).size());
    counts.put(ErasedPart.SANDBOX, (long) caught.naming(pattern.spellings()).size());
    return counts;
  }

  /**
   * Erases a person, and waits some seconds for the end.
   *
   * @param user who asks for it
   * @return as far as it is; what is left is done soon
   */
  public Erasure erase(EmailAddress address, String user) {
    String key = address.key();
    String spellings = String.join("\n", AddressPattern.of(database, key).spellings());
    long id =
        erasures.begin(
            key, erased.markOf(key), secrets.seal(SecretUse.ERASURE, key + "\n" + spellings), user);
    long until = System.nanoTime() + PATIENCE.toNanos();
    BooleanSupplier hasTime = () -> System.nanoTime() - until < 0;
    boolean goesOn = goOn(id, hasTime);
    while (goesOn && !isDone(id) && hasTime.getAsBoolean() && pause()) {
      goesOn = goOn(id, hasTime);
    }
    return erasures.find(id).orElseThrow();
  }

  private boolean isDone(long id) {
    return erasures.sealed(id).isEmpty();
  }

  /** A worker may need a moment to give its mail back. */
  private static boolean pause() {
    try {
      Thread.sleep(500);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Goes on with all that are not done; called by a timer. */
  public void goOn() {
    for (long id : erasures.unfinished()) {
      try {
        if (!goOn(id, () -> true)) {
          return;
        }
      } catch (RuntimeException e) {
        // One that cannot be done must not keep the others from it.
        LOG.log(
            Level.WARNING,
            "erasure {0} failed; it is tried again: {1}",
            new Object[] {id, kind(e)});
      }
    }
  }

  /** What went wrong and where; a driver's own words may have the address in them. */
  private static String kind(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .map(
            one ->
                one.getClass().getName()
                    + Stream.of(one.getStackTrace())
                        .limit(1)
                        .map(frame -> " at " + frame)
                        .collect(Collectors.joining()))
        .collect(Collectors.joining(", by "));
  }

  /** Returns false if the server stops. */
  private boolean goOn(long id, BooleanSupplier hasTime) {
    String lease = "erasure:" + id;
    RunControl run;
    try {
      run = leases.take(lease, 0);
    } catch (MailwrightException e) {
      if (e.code() == ErrorCode.RUNS_ALREADY) {
        return true;
      }
      throw e;
    }
    try {
      Optional<String> sealed = erasures.sealed(id);
      if (sealed.isPresent()) {
        work(
            id,
            secrets.open(SecretUse.ERASURE, sealed.get()),
            () -> hasTime.getAsBoolean() && run.mayGoOn());
      }
      return !run.isStopped();
    } finally {
      leases.release(lease);
    }
  }

  private void work(long id, String opened, BooleanSupplier hasTime) {
    List<String> spellings = opened.lines().toList();
    String key = spellings.get(0);
    String mark = erased.markOf(key);
    AddressPattern pattern = new AddressPattern(spellings);
    erasures.count(id, ErasedPart.CANCELLED, rows.cancelOpen(key, WHY));
    forget(id, key);
    erasures.count(id, ErasedPart.FILES, files.giveUp(pattern::isIn));
    erasures.count(id, ErasedPart.SANDBOX, caught.dropMentioning(pattern.spellings()));
    erasures.count(id, ErasedPart.DELIVERIES, rows.rename(key, mark));
    // Behind it: of a row that has the mark nothing is written down any more.
    erasures.count(id, ErasedPart.READING, traces.readers(rows.of(mark)));
    erasures.count(id, ErasedPart.EVENTS, traces.events(key, mark));
    // Before it looks through everything: while it waits, that would be for nothing.
    if (!isLeftToNobody(id, key)) {
      return;
    }
    erasures.count(id, ErasedPart.RETURNED_MAILS, mails.delete(pattern, hasTime));
    erasures.count(id, ErasedPart.MENTIONS, mentions.erase(pattern, hasTime));
    if (hasTime.getAsBoolean() && isLeftToNobody(id, key) && forget(id, key) == 0) {
      // Until here it kept the mails in hand from being sent.
      erasures.count(id, ErasedPart.SUPPRESSIONS, traces.suppressions(key));
      erasures.done(id);
      LOG.log(Level.INFO, "erasure {0} is done", id);
    }
  }

  /**
   * The rows that wait first: whoever had read one by then brings the contact before its import's
   * lease ends, and nobody does afterwards.
   *
   * @return how many records went
   */
  private long forget(long id, String key) {
    long waiting = traces.importRows(key);
    erasures.count(id, ErasedPart.IMPORT_ROWS, waiting);
    long contacts = traces.contacts(key);
    erasures.count(id, ErasedPart.CONTACTS, contacts);
    return waiting + contacts;
  }

  private boolean isLeftToNobody(long id, String key) {
    boolean isHeld = rows.of(key).stream().anyMatch(row -> row.state() == DeliveryState.CLAIMED);
    if (isHeld || traces.isAnyCampaignPreparing() || files.isAnyAtWork()) {
      LOG.log(Level.INFO, "erasure {0} waits for what is being sent, prepared or imported", id);
      return false;
    }
    return rows.of(key).isEmpty();
  }
}
