package io.mailwright.smtp;

import io.mailwright.delivery.courier.Connections;
import io.mailwright.delivery.courier.Courier;
import io.mailwright.delivery.courier.CourierSession;
import io.mailwright.delivery.courier.KillSwitch;
import io.mailwright.delivery.courier.MailSource;
import io.mailwright.delivery.courier.RouteFailure;
import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.courier.ServerOffer;
import io.mailwright.delivery.courier.TimeOuts;
import jakarta.annotation.Nullable;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lends sessions, at most as many for an endpoint as it allows, and keeps those given back. The one
 * given back last is lent first, so that what is not needed grows old and is closed.
 *
 * <p>Endpoints that differ in their limits or time-outs alone share their sessions: who borrows
 * next brings the limits that hold from then on; time-outs are those with which a session was
 * opened. Thread-safe.
 */
public final class ConnectionPool implements Connections, AutoCloseable {
  /** How long an unused connection is kept, unless set: below what servers usually allow. */
  public static final Duration STANDARD_IDLE_TIME = Duration.ofSeconds(60);

  private final Courier courier;
  private final Clock clock;
  private final Duration idleTime;

  /** By endpoint without its limits, its source and its time-outs. */
  private final Map<ServerEndpoint, Shelf> shelves = new HashMap<>();

  private boolean closed;

  /**
   * @param courier opens the sessions
   * @param clock tells how long a session was not used
   * @param idleTime how long an unused session is kept; zero to keep none
   */
  public ConnectionPool(Courier courier, Clock clock, Duration idleTime) {
    this.courier = courier;
    this.clock = clock;
    this.idleTime = idleTime;
  }

  /**
   * Lends a session; its {@code close()} gives it back.
   *
   * @param endpoint where to
   * @param patience how long to wait if all connections of the endpoint are in use; zero not to
   * @param killSwitch can cut the session from now on, also while it is opened; to be {@linkplain
   *     KillSwitch#letGo() let go} before it is given back
   * @return empty if none came free in time, or the pool is closed
   * @throws RouteFailure if a new connection was needed and could not be opened
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  @Override
  public Optional<CourierSession> borrow(
      ServerEndpoint endpoint, Duration patience, KillSwitch killSwitch)
      throws RouteFailure, InterruptedException {
    closeIdle();
    Shelf shelf = shelfOf(endpoint);
    boolean permitted = false;
    boolean lent = false;
    try {
      permitted = shelf.permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
      Optional<CourierSession> session =
          permitted ? take(shelf, endpoint, killSwitch) : Optional.empty();
      lent = session.isPresent();
      return session;
    } finally {
      if (!lent) {
        leave(shelf, permitted);
      }
    }
  }

  private Optional<CourierSession> take(Shelf shelf, ServerEndpoint endpoint, KillSwitch killSwitch)
      throws RouteFailure {
    Idle kept;
    Optional<CourierSession> inTheWay = Optional.empty();
    synchronized (this) {
      if (closed) {
        return Optional.empty();
      }
      kept = shelf.takeKept(endpoint.source());
      if (kept == null) {
        shelf.open++;
        if (shelf.isOverfull() && !shelf.idle.isEmpty()) {
          inTheWay = Optional.of(shelf.dropOldest());
        }
      }
    }
    inTheWay.ifPresent(CourierSession::close);
    if (kept != null && kept.session.mailsSent() < endpoint.maxMailsPerConnection()) {
      killSwitch.holds(kept.session::cut);
      return Optional.of(new Lent(kept.session, shelf, endpoint.source()));
    }
    boolean opened = false;
    try {
      if (kept != null) {
        kept.session.close();
      }
      CourierSession session = courier.open(endpoint, killSwitch);
      opened = true;
      return Optional.of(new Lent(session, shelf, endpoint.source()));
    } finally {
      if (!opened) {
        gone(shelf);
      }
    }
  }

  private synchronized void gone(Shelf shelf) {
    shelf.open--;
  }

  private Shelf shelfOf(ServerEndpoint endpoint) {
    List<CourierSession> surplus = new ArrayList<>();
    Shelf shelf;
    synchronized (this) {
      shelf =
          shelves.computeIfAbsent(
              endpoint
                  .withLimits(1, 1)
                  .withSource(Optional.empty())
                  .withTimeOuts(TimeOuts.RFC_5321),
              key -> new Shelf());
      shelf.users++;
      shelf.permits.resize(endpoint.maxConnections());
      while (!shelf.idle.isEmpty() && shelf.isOverfull()) {
        surplus.add(shelf.dropOldest());
      }
    }
    surplus.forEach(CourierSession::close);
    return shelf;
  }

  private synchronized void leave(Shelf shelf, boolean permitted) {
    shelf.users--;
    if (permitted) {
      shelf.permits.release();
    }
  }

  /** Closes the sessions that were not used for the idle time. Called now and then by a timer. */
  public void closeIdle() {
    Instant oldest = clock.instant().minus(idleTime);
    List<CourierSession> old = new ArrayList<>();
    synchronized (this) {
      for (Shelf shelf : shelves.values()) {
        while (!shelf.idle.isEmpty() && !shelf.idle.peekLast().since.isAfter(oldest)) {
          old.add(shelf.dropOldest());
        }
      }
      // A changed endpoint is another key; the old one goes with its last connection.
      shelves.values().removeIf(Shelf::isUnused);
    }
    old.forEach(CourierSession::close);
  }

  private void giveBack(CourierSession session, Shelf shelf, Optional<InetAddress> source) {
    boolean kept = false;
    synchronized (this) {
      if (!closed && session.isUsable() && !idleTime.isZero() && !shelf.isOverfull()) {
        shelf.idle.addFirst(new Idle(session, source, clock.instant()));
        kept = true;
      }
    }
    if (!kept) {
      session.close();
      gone(shelf);
    }
    leave(shelf, true);
  }

  /** Closes the kept sessions, and from now on those that are given back. */
  @Override
  public void close() {
    List<CourierSession> all = new ArrayList<>();
    synchronized (this) {
      closed = true;
      shelves.values().forEach(s -> s.idle.forEach(i -> all.add(i.session)));
      shelves.clear();
    }
    all.forEach(CourierSession::close);
  }

  private record Idle(CourierSession session, Optional<InetAddress> source, Instant since) {}

  private static final class Shelf {
    private final Permits permits = new Permits();
    private final Deque<Idle> idle = new ArrayDeque<>();
    // Who waits for a session or has one; guarded by the pool.
    private int users;

    // Those lent and those kept; guarded by the pool.
    private int open;

    /** Whether more are open than are allowed since the limit was lowered. */
    boolean isOverfull() {
      return open > permits.size;
    }

    /** The one given back last of those from this source; null if there is none. */
    @Nullable
    Idle takeKept(Optional<InetAddress> source) {
      for (Iterator<Idle> all = idle.iterator(); all.hasNext(); ) {
        Idle next = all.next();
        if (next.source.equals(source)) {
          all.remove();
          return next;
        }
      }
      return null;
    }

    CourierSession dropOldest() {
      open--;
      return idle.pollLast().session;
    }

    boolean isUnused() {
      return users == 0 && idle.isEmpty();
    }
  }

  /** As many as are allowed, which may change; below zero while more are out than that. */
  private static final class Permits extends Semaphore {
    private static final long serialVersionUID = 1L;

    private int size;

    Permits() {
      super(0, true);
    }

    /** Guarded by the pool. */
    void resize(int wanted) {
      if (wanted > size) {
        release(wanted - size);
      } else {
        reducePermits(size - wanted);
      }
      size = wanted;
    }
  }

  /** A session on loan. */
  private final class Lent implements CourierSession {
    private final CourierSession session;
    private final Shelf shelf;
    private final Optional<InetAddress> source;
    private boolean givenBack;

    Lent(CourierSession session, Shelf shelf, Optional<InetAddress> source) {
      this.session = session;
      this.shelf = shelf;
      this.source = source;
    }

    @Override
    public void sendAll(MailSource source) throws InterruptedException {
      if (!givenBack) {
        session.sendAll(source);
      }
    }

    @Override
    public boolean isUsable() {
      return !givenBack && session.isUsable();
    }

    @Override
    public ServerOffer offer() {
      return session.offer();
    }

    @Override
    public int mailsSent() {
      return session.mailsSent();
    }

    @Override
    public void retire() {
      session.retire();
    }

    @Override
    public void cut() {
      session.cut();
    }

    @Override
    public void close() {
      if (!givenBack) {
        givenBack = true;
        giveBack(session, shelf, source);
      }
    }
  }
}
