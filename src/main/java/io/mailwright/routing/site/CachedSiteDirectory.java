package io.mailwright.routing.site;

import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.kernel.settings.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keeps the sites of domains in one map, so that the answer for a mail is one look into it. What
 * was looked up is kept by its exchangers: when people change the table, the sites are worked out
 * anew without asking DNS again.
 */
@ApplicationScoped
class CachedSiteDirectory implements SiteDirectory {
  /** Domains of a campaign that are looked up. */
  static final int MOST_ASKED = 2000;

  /** How long a campaign waits for look-ups. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /** Domains in memory: some 20 MB. */
  private static final int MOST_KNOWN = 50_000;

  /** What is found is stored in such pieces, so that a crash loses little. */
  private static final int PIECE = 200;

  /** What another node stored while this one was reading. */
  private static final Duration OVERLAP = Duration.ofMinutes(1);

  private static final Duration FORGOTTEN = Duration.ofDays(30);

  /**
   * The table, and what follows from it and from what is known.
   *
   * @param noMail until when the domains are believed that say they take no mail
   */
  private record View(SiteTable table, Map<String, String> sites, Map<String, Instant> noMail) {
    void learn(KnownDomain domain) {
      sites.put(domain.domain(), domain.siteBy(table));
      // Where people say whose a domain is, they know better.
      if (domain.takesNoMail() && !table.byDomain().containsKey(domain.domain())) {
        noMail.put(domain.domain(), domain.expiresAt());
      } else {
        noMail.remove(domain.domain());
      }
    }
  }

  private JdbcSiteStore store;
  private Clock clock;
  private boolean looksUp;
  private Duration longestWait;
  private ExecutorService thread;
  private MxQueue queue;

  private final Map<String, KnownDomain> known = new ConcurrentHashMap<>();
  private final List<KnownDomain> unsaved = new ArrayList<>();
  private Instant loadedTo = Instant.EPOCH;
  private volatile View view;

  CachedSiteDirectory() {}

  @Inject
  CachedSiteDirectory(JdbcSiteStore store, MxLookup lookup, Clock clock, Settings settings) {
    this(store, lookup, clock, settings.looksUpExchangers(), LONGEST_WAIT);
  }

  CachedSiteDirectory(
      JdbcSiteStore store, MxLookup lookup, Clock clock, boolean looksUp, Duration longestWait) {
    this.store = store;
    this.clock = clock;
    this.looksUp = looksUp;
    this.longestWait = longestWait;
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, "site-look-up");
              made.setDaemon(true);
              return made;
            });
    this.queue =
        new MxQueue(
            lookup,
            new MxQueue.Listener() {
              @Override
              public void answered(String domain, MxAnswer answer) {
                learn(domain, answer);
              }

              @Override
              public void idle() {
                saveFound(1);
                forgetOld();
              }
            },
            thread);
    this.view = viewOf(new SiteTable(List.of()));
  }

  @Override
  public String siteOf(String domain) {
    return view.sites().getOrDefault(domain, domain);
  }

  @Override
  public boolean takesNoMail(String domain) {
    Map<String, Instant> noMail = view.noMail();
    Instant until = noMail.isEmpty() ? null : noMail.get(domain);
    return until != null && until.isAfter(clock.instant());
  }

  @Override
  public String displayName(String site) {
    return view.table().displayName(site).orElse(site);
  }

  @Override
  public Map<String, String> resolve(Collection<String> domains) {
    refresh();
    if (looksUp) {
      Instant now = clock.instant();
      List<String> asked =
          domains.stream().limit(MOST_ASKED).filter(domain -> isToAsk(domain, now)).toList();
      await(queue.ask(asked));
    }
    Map<String, String> sites = new LinkedHashMap<>();
    domains.forEach(domain -> sites.put(domain, siteOf(domain)));
    return sites;
  }

  private boolean isToAsk(String domain, Instant now) {
    if (view.table().byDomain().containsKey(domain) || !PublicName.is(domain)) {
      return false;
    }
    KnownDomain already = known.get(domain);
    return already == null || !already.expiresAt().isAfter(now);
  }

  private void await(CompletableFuture<Void> answers) {
    try {
      answers.get(longestWait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      SiteLog.lookUpsGoOn(longestWait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized void refresh() {
    SiteTable table = new SiteTable(store.made());
    if (known.size() > MOST_KNOWN) {
      known.clear();
      loadedTo = Instant.EPOCH;
    }
    Instant begun = clock.instant();
    for (KnownDomain domain : store.lookedUpSince(loadedTo, MOST_KNOWN / 2)) {
      known.merge(
          domain.domain(), domain, (a, b) -> a.lookedUpAt().isAfter(b.lookedUpAt()) ? a : b);
    }
    loadedTo = begun.minus(OVERLAP);
    view = viewOf(table);
  }

  private View viewOf(SiteTable table) {
    View fresh = new View(table, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    fresh.sites().putAll(table.byDomain());
    known.values().forEach(fresh::learn);
    return fresh;
  }

  private synchronized void learn(String domain, MxAnswer answer) {
    KnownDomain now = Lifetime.of(domain, answer, known.get(domain), clock.instant());
    known.put(domain, now);
    view.learn(now);
    unsaved.add(now);
    saveFound(PIECE);
  }

  /** Stores what was found, if it is as much; what cannot be stored is still known here. */
  private synchronized void saveFound(int atLeast) {
    if (unsaved.size() >= atLeast) {
      try {
        store.save(unsaved, this::siteOf);
      } catch (DatabaseException e) {
        SiteLog.notStored(e);
      }
      unsaved.clear();
    }
  }

  private void forgetOld() {
    try {
      store.forget(clock.instant().minus(FORGOTTEN));
    } catch (DatabaseException e) {
      SiteLog.notStored(e);
    }
  }

  /** People changed the table on this node. */
  void changed(@Observes(during = TransactionPhase.AFTER_SUCCESS) SitesChanged event) {
    thread.execute(
        () -> {
          try {
            refresh();
          } catch (DatabaseException e) {
            SiteLog.notRead(e);
          }
        });
  }

  @PreDestroy
  void close() {
    thread.shutdownNow();
  }
}
