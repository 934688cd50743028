package io.mailwright.runtime.launcher;

import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.JMRuntimeException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Lets the application end its runs before the server begins to stop. On a signal the JDK starts
 * all shutdown hooks at once, and Payara's takes the transaction manager away from workers that
 * wait for a reply; so the signals are taken here, and the process is ended when the runs have.
 */
final class CleanStop {
  /** Registered by the application; its operation {@code drain} returns when no run is left. */
  static final String DRAIN = "io.mailwright:type=Drain";

  private static final Logger LOG = Logger.getLogger(CleanStop.class.getName());
  private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "TERM", 15);
  private static final int BY_SIGNAL = 128;

  private CleanStop() {}

  /** Takes the signals that ask a process to end, where the system has them and Java may. */
  static void onSignals() {
    SIGNALS.forEach(CleanStop::take);
  }

  // By reflection: the compiler warns of sun.misc, though the JDK exports it for this purpose.
  private static void take(String name, int number) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler end =
          (proxy, method, args) -> {
            if (method.getName().equals("handle")) {
              end(BY_SIGNAL + number);
              return null;
            }
            return method.invoke(CleanStop.class, args); // equals and hashCode of an object
          };
      signal
          .getMethod("handle", signal, handler)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance(name),
              Proxy.newProxyInstance(
                  CleanStop.class.getClassLoader(), new Class<?>[] {handler}, end));
    } catch (ReflectiveOperationException e) {
      // With -Xrs, or without such a signal: the process then ends as any Java program does.
      LOG.log(Level.FINE, e, () -> "signal " + name + " is left to the JDK");
    }
  }

  /** Ends the process once the application's runs have ended; it knows for how long to wait. */
  static void end(int status) {
    try {
      drain();
    } finally {
      System.exit(status);
    }
  }

  static void drain() {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    try {
      beans.invoke(new ObjectName(DRAIN), "drain", new Object[0], new String[0]);
    } catch (InstanceNotFoundException notStarted) {
      LOG.fine("stopped before the application has started");
    } catch (JMException | JMRuntimeException e) {
      LOG.log(Level.WARNING, "the runs could not be ended before the server", e);
    }
  }
}
