package io.mailwright.feedback.mailbox;

import io.mailwright.feedback.acting.FeedbackIntake;
import io.mailwright.feedback.evidence.Arrival;
import io.mailwright.feedback.evidence.EvidenceRepository;
import io.mailwright.feedback.evidence.EvidenceState;
import io.mailwright.feedback.evidence.RawMail;
import io.mailwright.kernel.text.Cut;
import io.mailwright.kernel.text.Wording;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads one mailbox, mail after mail. Each is stored before it is given out, and is deleted only
 * when it was handled. What a broken connection leaves is found again by its place or its bytes. A
 * mail that breaks the connection is passed over, so that those behind it are read. For one thread.
 */
final class MailboxVisit {
  /** Mails after which deletions are made good, which POP3 does at the end of a session. */
  private static final int MOST_OF_SESSION = 1_000;

  /** After so long others have their turn. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private static final int MOST_BREAKS = 3;
  private static final int MOST_SOURCE = 200;

  private final Mailbox mailbox;
  private final MailboxEntrance entrance;
  private final EvidenceRepository evidence;
  private final MailboxStates states;
  private final Clock clock;
  private final Instant end;

  private final Deque<Letter> waiting = new ArrayDeque<>();

  /** Stored earlier: to be settled without being read again. */
  private final List<Letter> known = new ArrayList<>();

  /** What this visit has stored, where POP3 cannot tell by its number. */
  private final Set<String> storedHere = new HashSet<>();

  /** Places of mails that broke a connection. */
  private final Set<String> shunned = new HashSet<>();

  private MailboxSession session;
  private int sessions;
  private int breaks;
  private long listedUpTo;
  private int settled;
  private long stored;
  private int givenOut;
  private long firstUnread = Long.MAX_VALUE;
  private boolean isDone;
  private boolean hasMore;
  private Wording problem;
  private Wording failure;

  MailboxVisit(
      Mailbox mailbox,
      MailboxEntrance entrance,
      EvidenceRepository evidence,
      MailboxStates states,
      Clock clock) {
    this.mailbox = mailbox;
    this.entrance = entrance;
    this.evidence = evidence;
    this.states = states;
    this.clock = clock;
    this.end = clock.instant().plus(LONGEST);
  }

  /** The next mail that is not handled yet; empty at the end. */
  Optional<Collected> next() {
    while (!isDone) {
      try {
        Optional<Letter> letter = nextLetter();
        if (letter.isPresent()) {
          Optional<Collected> collected = collect(letter.get());
          if (collected.isPresent()) {
            return collected;
          }
        }
      } catch (MailboxFailure e) {
        broken(e);
      }
    }
    return Optional.empty();
  }

  private Optional<Letter> nextLetter() throws MailboxFailure {
    if (!clock.instant().isBefore(end)) {
      hasMore = true;
      isDone = true;
      return Optional.empty();
    }
    if (session != null && !session.isOpen()) {
      leave();
    }
    if (session == null) {
      open();
    }
    if (waiting.isEmpty()) {
      fill();
    }
    return Optional.ofNullable(waiting.poll());
  }

  private void open() throws MailboxFailure {
    session = entrance.open(mailbox);
    states.begin(mailbox.id());
    sessions++;
    settled = 0;
    waiting.clear();
    known.clear();
    listedUpTo =
        mark()
            .filter(m -> m.validity().equals(session.validity()))
            .map(m -> m.lastUid())
            .orElse(0L);
  }

  /** Where mails stay, those before it are read already. */
  private Optional<MailboxState.Mark> mark() {
    return mailbox.afterStoring() == AfterStoring.SEEN
        ? Optional.of(states.of(mailbox.id()).mark())
        : Optional.empty();
  }

  private void fill() throws MailboxFailure {
    List<Letter> letters = session.list(listedUpTo, MOST_OF_SESSION);
    if (letters.isEmpty()) {
      isDone = true;
      return;
    }
    listedUpTo = letters.get(letters.size() - 1).number();
    Set<String> places =
        letters.stream().flatMap(l -> l.place().stream()).collect(Collectors.toSet());
    // A UID stands for one mail for ever; what POP3 servers call unique is not always.
    Set<String> stored =
        session.validity().isEmpty() ? Set.of() : evidence.known(mailbox.id(), places);
    for (Letter letter : letters) {
      String place = letter.place().orElse("");
      if (stored.contains(place) || storedHere.contains(place)) {
        known.add(letter);
      } else if (!shunned.contains(place)) {
        waiting.add(letter);
      }
    }
    settleKnown();
  }

  private void settleKnown() throws MailboxFailure {
    List<Letter> letters = List.copyOf(known);
    known.clear();
    settle(letters);
  }

  private Optional<Collected> collect(Letter letter) throws MailboxFailure {
    RawMail raw;
    try {
      raw = session.read(letter);
    } catch (MailboxFailure e) {
      firstUnread = Math.min(firstUnread, letter.number());
      letter.place().ifPresent(shunned::add);
      if (e.isLost()) {
        throw e;
      }
      problem =
          new Wording(
              "A mail was not given and stays there: " + e.explained().english(),
              "有一封邮件未能取得，仍留在邮箱中：" + e.explained().chinese());
      return Optional.empty();
    }
    Arrival arrival =
        new Arrival(
            Cut.to("mailbox " + mailbox.name(), MOST_SOURCE),
            Optional.of(mailbox.id()),
            letter.place(),
            mailbox.isTrusted());
    EvidenceRepository.Stored kept =
        evidence.store(
            arrival,
            FeedbackIntake.subject(raw),
            raw,
            connection -> MailboxStates.countNew(connection, mailbox.id()));
    letter.place().ifPresent(storedHere::add);
    stored += kept.isNew() ? 1 : 0;
    if (!kept.isNew() && kept.state() != EvidenceState.STORED) {
      settle(List.of(letter));
      return Optional.empty();
    }
    givenOut++;
    return Optional.of(
        new Collected(
            kept.id(), arrival, raw, Optional.of(new Collected.Stands(this, sessions, letter))));
  }

  /** Does with mails that were handled what the mailbox is set to. */
  void settle(int ofSession, List<Letter> letters) {
    givenOut -= letters.size();
    if (session == null || ofSession != sessions) {
      // They are found again, and known by then.
      return;
    }
    try {
      settle(letters);
      if (settled >= MOST_OF_SESSION) {
        // All that was read is settled here, so nothing is lost by coming again.
        leave();
      }
    } catch (MailboxFailure e) {
      broken(e);
    }
  }

  private void settle(List<Letter> letters) throws MailboxFailure {
    if (letters.isEmpty()) {
      return;
    }
    session.settle(letters);
    settled += letters.size();
    if (mailbox.afterStoring() == AfterStoring.SEEN) {
      long upTo = letters.stream().mapToLong(Letter::number).max().orElse(0);
      states.noteMark(
          mailbox.id(),
          new MailboxState.Mark(
              session.validity(), Math.min(upTo, Math.min(firstUnread, firstWaiting()) - 1)));
    }
  }

  /** What is not read yet may be lost before it is: it is before the mark of no mail behind it. */
  private long firstWaiting() {
    return waiting.stream().mapToLong(Letter::number).min().orElse(Long.MAX_VALUE);
  }

  private void broken(MailboxFailure e) {
    boolean wasOpen = session != null;
    leave();
    if (!wasOpen || !e.isLost() || ++breaks > MOST_BREAKS) {
      failure = e.explained();
      isDone = true;
    }
  }

  private void leave() {
    if (session != null) {
      session.close();
      session = null;
    }
  }

  /** Whether all that it gave out was handled and there is no more. */
  boolean isOver() {
    return isDone && givenOut == 0;
  }

  /** Ends the visit and notes how it went. */
  Optional<MailboxTrouble> finish() {
    leave();
    if (failure != null) {
      Instant since = states.noteFailed(mailbox.id(), failure);
      return Optional.of(new MailboxTrouble(mailbox.id(), mailbox.name(), failure, since));
    }
    states.noteGood(mailbox.id(), stored, Optional.ofNullable(problem));
    if (hasMore) {
      states.hurry(mailbox.id());
    }
    return Optional.empty();
  }
}
