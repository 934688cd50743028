package io.mailwright.runtime.start;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.operations.node.RunLeases;
import io.mailwright.operations.recovery.CrashRecovery;
import io.mailwright.operations.timer.Ticks;
import io.mailwright.operations.trial.SandboxHost;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.batch.operations.JobOperator;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;

/**
 * Starts the application in order: schema, node, sandbox, recovery, clockwork, ready; and stops it
 * the other way round.
 */
@Singleton
@Startup
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Application {
  private static final Logger LOG = Logger.getLogger(Application.class.getName());

  /** Outstanding replies are awaited this long (design, section 8). */
  private static final Duration DRAIN = Duration.ofSeconds(10);

  @Inject private Database database;

  /** Asked for so that a missing or damaged key file ends the start, not the first mail. */
  @Inject private SecretBox secrets;

  @Inject private NodeIdentity node;
  @Inject private JobOperator operator;
  @Inject private SandboxHost sandbox;
  @Inject private CrashRecovery recovery;
  @Inject private RunLeases leases;
  @Inject private Ticks ticks;
  @Inject private StartState state;

  @PostConstruct
  void start() {
    LOG.info(
        () ->
            "node "
                + node.name()
                + " starts as incarnation "
                + node.incarnation()
                + " on "
                + database.dialect());
    operator.getJobNames();
    sandbox.start();
    recovery.recoverOwn();
    ticks.start();
    state.ready();
  }

  @PreDestroy
  void stop() {
    state.stopping();
    leases.stopAll();
    long end = System.nanoTime() + DRAIN.toNanos();
    while (!leases.isIdle() && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    ticks.stop();
    sandbox.stop();
  }
}
