package io.mailwright.testing;

import io.mailwright.sandbox.provider.SimulatedProvider;
import io.mailwright.sandbox.provider.SimulatedSite;
import io.mailwright.sandbox.provider.SiteAnswer;
import io.mailwright.sandbox.provider.SiteConnection;
import io.mailwright.sandbox.provider.SiteVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * Lets a sender send to simulated sites in simulated time: it moves the clock from one event to the
 * next and never waits. Connections are kept and used again, one mail at a time; one that a site
 * has closed because of its number of mails is replaced, as a courier does it. Everything happens
 * on the calling thread.
 */
public final class SimulatedRun {
  private static final int MOST_AT_ONCE = 1_000_000;

  private final SimulatedProvider provider;
  private final SettableClock clock;
  private final Instant start;
  private final PriorityQueue<Arrival> arrivals =
      new PriorityQueue<>(Comparator.comparing(Arrival::at).thenComparing(Arrival::number));
  private final Map<Peer, Deque<SiteConnection>> idle = new HashMap<>();
  private final Map<String, SiteSeries> series = new TreeMap<>();
  private long sent;

  /** What sends; the run asks it and tells it the answers. */
  public interface Sender {
    /** What to do now. After a {@link Step.Send} it is asked again at the same time. */
    Step next(Instant now);

    /**
     * A mail was answered.
     *
     * @param took from the sending to the answer
     */
    void answered(Mail mail, SiteAnswer answer, Instant now, Duration took);
  }

  /** What a sender does next. Whatever it waits for, it is asked after every answer. */
  public sealed interface Step {
    /** Sends a mail. */
    record Send(Mail mail) implements Step {}

    /** Sends nothing before that time. */
    record WaitUntil(Instant time) implements Step {}

    /** Sends nothing before the next answer. */
    record WaitForAnswer() implements Step {}

    /** Sends nothing any more; answers that are under way still come. */
    record Done() implements Step {}
  }

  /**
   * A mail to send.
   *
   * @param recipient an address at a domain of a simulated site
   * @param source the address it is sent from, as text
   */
  public record Mail(String recipient, String source) {}

  private record Peer(SimulatedSite site, String source) {}

  private record Arrival(
      Instant at, long number, Mail mail, SiteAnswer answer, Duration took, Runnable putBack) {}

  private record Exchange(SiteAnswer answer, Duration took) {}

  /**
   * @param provider made with the same clock
   */
  public SimulatedRun(SimulatedProvider provider, SettableClock clock) {
    this.provider = provider;
    this.clock = clock;
    this.start = clock.instant();
    provider.sites().forEach(site -> series.put(site.name(), new SiteSeries()));
  }

  /**
   * Runs until the sender is done and all is answered, or the time is over.
   *
   * @param most how long at most, in simulated time, from now
   */
  public void run(Sender sender, Duration most) {
    Instant end = clock.instant().plus(most);
    while (true) {
      Instant wake = sendWhatIsReady(sender, end);
      Arrival first = arrivals.peek();
      Instant next = first != null && first.at().isBefore(wake) ? first.at() : wake;
      if (next.equals(Instant.MAX)) {
        return;
      }
      if (!next.isBefore(end)) {
        moveTo(end);
        return;
      }
      moveTo(next);
      while (!arrivals.isEmpty() && !arrivals.peek().at().isAfter(next)) {
        Arrival arrival = arrivals.poll();
        arrival.putBack().run();
        sender.answered(arrival.mail(), arrival.answer(), next, arrival.took());
      }
    }
  }

  /** What a site answered, second by second since this run was made. */
  public SiteSeries at(String site) {
    return series.get(site);
  }

  private Instant sendWhatIsReady(Sender sender, Instant end) {
    Instant now = clock.instant();
    for (int i = 0; i < MOST_AT_ONCE; i++) {
      Step step = sender.next(now);
      if (step instanceof Step.Send send) {
        send(send.mail());
      } else if (step instanceof Step.WaitUntil wait) {
        if (!wait.time().isAfter(now)) {
          throw new IllegalStateException("the sender waits until " + wait.time() + " at " + now);
        }
        return wait.time();
      } else {
        return Instant.MAX;
      }
    }
    throw new IllegalStateException("the sender sends without end at " + now + ", before " + end);
  }

  private void send(Mail mail) {
    SimulatedSite site = provider.siteOf(mail.recipient()).orElseThrow();
    Peer peer = new Peer(site, mail.source());
    Deque<SiteConnection> free = idle.computeIfAbsent(peer, p -> new ArrayDeque<>());
    SiteConnection connection = free.isEmpty() ? site.from(mail.source()) : free.pop();
    Exchange exchange = exchange(connection, mail.recipient());
    series.get(site.name()).note(second(), exchange.answer().verdict());
    arrivals.add(
        new Arrival(
            clock.instant().plus(exchange.took()),
            sent++,
            mail,
            exchange.answer(),
            exchange.took(),
            () -> putBack(free, connection, exchange.answer())));
  }

  private Exchange exchange(SiteConnection connection, String recipient) {
    Duration greeted = Duration.ZERO;
    if (!connection.isOpen()) {
      SiteAnswer greeting = connection.open();
      greeted = latency(greeting);
      if (!greeting.isAccepted()) {
        return new Exchange(greeting, greeted);
      }
    }
    SiteAnswer answer = connection.deliver(recipient);
    if (answer.verdict() == SiteVerdict.CLOSED) {
      connection.renew();
      Exchange again = exchange(connection, recipient);
      return new Exchange(again.answer(), latency(answer).plus(again.took()));
    }
    return new Exchange(answer, greeted.plus(latency(answer)));
  }

  private static void putBack(
      Deque<SiteConnection> free, SiteConnection connection, SiteAnswer answer) {
    if (answer instanceof SiteAnswer.Replied reply && !reply.closes() && connection.isOpen()) {
      free.push(connection);
    } else {
      connection.close();
    }
  }

  private static Duration latency(SiteAnswer answer) {
    return answer instanceof SiteAnswer.Replied reply ? reply.latency() : Duration.ZERO;
  }

  private int second() {
    return (int) Duration.between(start, clock.instant()).toSeconds();
  }

  private void moveTo(Instant time) {
    clock.forward(Duration.between(clock.instant(), time));
  }
}
