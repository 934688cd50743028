package io.mailwright.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.mailwright.runtime.start.DrainMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.Test;

class CleanStopTest {
  @Test
  void endsTheApplicationsRunsFirstIfItHasStarted() throws Exception {
    assertThatCode(CleanStop::drain).doesNotThrowAnyException();
    AtomicInteger drained = new AtomicInteger();
    drainedBy(drained::incrementAndGet);
    assertThat(drained).hasValue(1);
  }

  @Test
  void isNotHeldUpByAnApplicationThatFails() {
    DrainMXBean broken =
        () -> {
          throw new IllegalStateException("no class loader");
        };
    assertThatCode(() -> drainedBy(broken)).doesNotThrowAnyException();
  }

  private static void drainedBy(DrainMXBean application) throws Exception {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName(CleanStop.DRAIN);
    beans.registerMBean(new StandardMBean(application, DrainMXBean.class, true), name);
    try {
      CleanStop.drain();
    } finally {
      beans.unregisterMBean(name);
    }
  }
}
