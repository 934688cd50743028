package io.mailwright.chaos;

import io.mailwright.delivery.ledger.ClaimLimit;
import io.mailwright.delivery.ledger.ClaimedDelivery;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.LaneChunk;
import io.mailwright.delivery.ledger.LaneReturn;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.delivery.ledger.Settlement;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.smtp.SmtpReply;
import io.mailwright.runtime.database.OneWriterDataSource;
import io.mailwright.runtime.database.Schema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** A process that works on an embedded ledger with many threads until it is killed. */
final class EmbeddedTraffic {
  static final long CAMPAIGN = 7;
  static final int ROWS = 20_000;

  private static final int THREADS = 16;

  private final Ledger ledger;
  private final long fence;

  private EmbeddedTraffic(Ledger ledger, long fence) {
    this.ledger = ledger;
    this.fence = fence;
  }

  /** A file as the server opens it. */
  static Database open(Path file) {
    return Database.on(dataSource(file));
  }

  private static OneWriterDataSource dataSource(Path file) {
    OneWriterDataSource dataSource = new OneWriterDataSource();
    dataSource.setUrl(
        "jdbc:h2:file:"
            + file
            + ";WRITE_DELAY=0;OPTIMIZE_REUSE_RESULTS=0;QUERY_CACHE_SIZE=64;DB_CLOSE_ON_EXIT=FALSE");
    dataSource.setUser("sa");
    dataSource.setPassword("sa");
    return dataSource;
  }

  /**
   * @param args the file, and the fence of this run; the first run's is 1
   */
  public static void main(String[] args) throws SQLException {
    OneWriterDataSource dataSource = dataSource(Path.of(args[0]));
    // H2 would close the file with the last connection.
    Connection kept = dataSource.getConnection();
    Database database = Database.on(dataSource);
    long fence = Long.parseLong(args[1]);
    Schema.migrate(database);
    Ledger ledger =
        fence == 1
            ? Ledgers.prepared(database, Clock.systemUTC(), CAMPAIGN, addresses(), THREADS)
            : Ledgers.of(database, Clock.systemUTC());
    ledger.settleStaleClaims(CAMPAIGN, fence, true);
    EmbeddedTraffic traffic = new EmbeddedTraffic(ledger, fence);
    System.out.println(kept.isClosed() ? "closed" : "working");
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    for (int i = 0; i < THREADS; i++) {
      String name = fence + "." + i;
      threads.execute(() -> traffic.workAs(name));
    }
  }

  private static List<String> addresses() {
    return IntStream.range(0, ROWS).mapToObj(i -> "r" + i + "@site" + i % 50 + ".example").toList();
  }

  private void workAs(String name) {
    Optional<LaneChunk> chunk = claimNext(name);
    while (chunk.isPresent()) {
      List<Settlement> deferred =
          chunk.get().claims().stream().map(EmbeddedTraffic::deferred).toList();
      ledger.settle(LaneReturn.of(chunk.get().lane()), deferred);
      chunk = claimNext(name);
    }
  }

  private Optional<LaneChunk> claimNext(String name) {
    return ledger.claimNext(
        CAMPAIGN, name, fence, fence, (lane, open) -> new ClaimLimit(20, 1 << 20));
  }

  /** An outcome that changes the row, the log and the counts; not due again before all is over. */
  private static Settlement deferred(ClaimedDelivery claim) {
    Instant now = Clock.systemUTC().instant();
    return new Settlement(
        claim.key(),
        DeliveryState.DEFERRED,
        true,
        Optional.of(now.plus(Duration.ofDays(1))),
        Optional.empty(),
        Optional.of(1L),
        Optional.of(SmtpReply.of(451, "later")),
        now);
  }
}
