package io.mailwright.runtime.start;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.operations.campaign.LeftCampaigns;
import io.mailwright.operations.campaign.ReopenedCampaigns;
import io.mailwright.operations.execution.ExecutionStops;
import io.mailwright.operations.intake.LeftImports;
import io.mailwright.operations.node.RunLeases;
import io.mailwright.operations.node.StartChecks;
import io.mailwright.operations.recovery.CrashRecovery;
import io.mailwright.operations.recovery.JournalRecovery;
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
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/**
 * Starts the application in order: schema, node, sandbox, journal, recovery, clockwork, ready; and
 * stops it the other way round.
 */
@Singleton
@Startup
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Application {
  private static final Logger LOG = Logger.getLogger(Application.class.getName());

  /** Outstanding replies are awaited this long (design, section 8). */
  private static final Duration DRAIN = Duration.ofSeconds(10);

  @Inject private Database database;

  @Inject private StartChecks checks;
  @Inject private NodeIdentity node;
  @Inject private JobOperator operator;
  @Inject private SandboxHost sandbox;
  @Inject private JournalRecovery journals;
  @Inject private ReopenedCampaigns reopened;
  @Inject private CrashRecovery recovery;
  @Inject private LeftCampaigns leftCampaigns;
  @Inject private LeftImports leftImports;
  @Inject private RunLeases leases;
  @Inject private ExecutionStops stops;
  @Inject private Ticks ticks;
  @Inject private StartState state;

  /** The class's attribute does not reach here: each part has transactions of its own. */
  @PostConstruct
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  void start() {
    LOG.info(
        () ->
            "node "
                + node.name()
                + " starts as incarnation "
                + node.incarnation()
                + " on "
                + database.dialect());
    checks.check();
    operator.getJobNames();
    sandbox.start();
    journals.replayEarlier();
    reopened.reopen();
    recovery.recoverOwn();
    leftCampaigns.settle();
    leftImports.settle();
    ticks.start();
    offerDrain();
    state.ready();
  }

  private void offerDrain() {
    try {
      MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
      DrainMXBean drain = this::drainForLauncher;
      beans.registerMBean(new StandardMBean(drain, DrainMXBean.class, true), drainName());
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectName drainName() throws JMException {
    return new ObjectName("io.mailwright:type=Drain");
  }

  // Called on a thread of the JDK, where our beans' proxies find nothing without a class loader.
  private void drainForLauncher() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(Application.class.getClassLoader());
    try {
      drain();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private void drain() {
    state.stopping();
    ticks.slow();
    stops.stopAll();
    long end = System.nanoTime() + DRAIN.toNanos();
    while (!leases.isIdle() && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  @PreDestroy
  void stop() {
    drain();
    try {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(drainName());
    } catch (JMException e) {
      LOG.log(Level.FINE, "nothing was registered", e);
    }
    ticks.stop();
    sandbox.stop();
  }
}
