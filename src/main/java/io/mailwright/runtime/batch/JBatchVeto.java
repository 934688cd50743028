package io.mailwright.runtime.batch;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessSyntheticAnnotatedType;

/**
 * Takes the CDI producers of the server's own batch runtime out of this application. Both runtimes
 * register producers for {@code JobContext} and the like, and deployment would fail as ambiguous.
 */
public class JBatchVeto implements Extension {
  private static final String JBATCH_PRODUCERS = "com.ibm.jbatch.container.cdi.";

  void vetoScanned(@Observes ProcessAnnotatedType<?> type) {
    if (isJBatch(type.getAnnotatedType().getJavaClass())) {
      type.veto();
    }
  }

  void vetoSynthetic(@Observes ProcessSyntheticAnnotatedType<?> type) {
    if (isJBatch(type.getAnnotatedType().getJavaClass())) {
      type.veto();
    }
  }

  private static boolean isJBatch(Class<?> type) {
    return type.getName().startsWith(JBATCH_PRODUCERS);
  }
}
