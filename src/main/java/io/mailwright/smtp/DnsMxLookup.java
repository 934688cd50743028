package io.mailwright.smtp;

import io.mailwright.kernel.settings.Settings;
import io.mailwright.routing.site.MxAnswer;
import io.mailwright.routing.site.MxLookup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.InvalidZoneDataException;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;
import org.xbill.DNS.lookup.RedirectOverflowException;
import org.xbill.DNS.lookup.ServerFailedException;

/**
 * Asks for MX records (RFC 5321 section 5.1) over dnsjava, which follows aliases. Nothing is opened
 * before the first question.
 */
@ApplicationScoped
class DnsMxLookup implements MxLookup {
  /** Within what a look-up may take, since a datagram gets lost now and then. */
  private static final int TRIES = 2;

  private static final Duration ONE_TRY = LONGEST.dividedBy(TRIES);

  private static final Pattern HOST = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*");

  private Optional<InetSocketAddress> server;
  private LookupSession session;

  DnsMxLookup() {}

  @Inject
  DnsMxLookup(Settings settings) {
    this(settings.resolver());
  }

  /**
   * @param server whom to ask, not resolved; empty: those of the machine
   */
  DnsMxLookup(Optional<InetSocketAddress> server) {
    this.server = server;
  }

  @Override
  public CompletableFuture<MxAnswer> find(String domain) {
    try {
      return session()
          .lookupAsync(Name.fromString(domain, Name.root), Type.MX)
          .toCompletableFuture()
          .orTimeout(LONGEST.toMillis(), TimeUnit.MILLISECONDS)
          .thenApply(DnsMxLookup::answer)
          .exceptionally(DnsMxLookup::answer);
    } catch (TextParseException e) {
      // No name that DNS can hold.
      return CompletableFuture.completedFuture(new MxAnswer.None());
    } catch (UnknownHostException e) {
      SmtpLog.resolverUnknown(e);
      return CompletableFuture.completedFuture(new MxAnswer.Unreachable());
    }
  }

  private synchronized LookupSession session() throws UnknownHostException {
    if (session == null) {
      session = LookupSession.builder().resolver(resolver()).build();
    }
    return session;
  }

  private Resolver resolver() throws UnknownHostException {
    List<InetSocketAddress> servers =
        server.isPresent()
            ? List.of(
                new InetSocketAddress(
                    InetAddress.getByName(server.get().getHostString()), server.get().getPort()))
            : ResolverConfig.getCurrentConfig().servers();
    List<Resolver> resolvers = new ArrayList<>();
    for (InetSocketAddress one : servers) {
      Resolver resolver = new SimpleResolver(one);
      resolver.setTimeout(ONE_TRY);
      resolvers.add(resolver);
    }
    ExtendedResolver all = new ExtendedResolver(resolvers);
    all.setTimeout(LONGEST);
    all.setRetries(TRIES);
    return all;
  }

  private static MxAnswer answer(LookupResult result) {
    List<MXRecord> records =
        result.getRecords().stream()
            .filter(MXRecord.class::isInstance)
            .map(MXRecord.class::cast)
            .sorted(
                Comparator.comparingInt(MXRecord::getPriority)
                    .thenComparing(DnsMxLookup::exchanger))
            .toList();
    List<String> exchangers =
        records.stream()
            .map(DnsMxLookup::exchanger)
            // Not what somebody wrote into a zone that is no host.
            .filter(HOST.asMatchPredicate())
            .toList();
    if (records.size() == 1 && records.get(0).getTarget().equals(Name.root)) {
      return new MxAnswer.TakesNoMail();
    }
    long ttl = records.stream().mapToLong(MXRecord::getTTL).min().orElse(0);
    return exchangers.isEmpty()
        ? new MxAnswer.None()
        : new MxAnswer.Found(exchangers, Duration.ofSeconds(ttl));
  }

  private static String exchanger(MXRecord record) {
    return record.getTarget().toString(true).toLowerCase(Locale.ROOT);
  }

  private static MxAnswer answer(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof NoSuchDomainException || cause instanceof NoSuchRRSetException) {
      return new MxAnswer.None();
    }
    SmtpLog.exchangersNotFound(cause);
    boolean isTheDomains =
        cause instanceof ServerFailedException
            || cause instanceof InvalidZoneDataException
            || cause instanceof RedirectOverflowException;
    return isTheDomains ? new MxAnswer.Failed() : new MxAnswer.Unreachable();
  }
}
