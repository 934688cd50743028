package io.mailwright.testing;

import jakarta.enterprise.inject.spi.Extension;
import java.util.ArrayList;
import java.util.List;
import org.jberet.creation.BatchCDIExtension;
import org.jboss.weld.bootstrap.spi.Metadata;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

/**
 * CDI in Java SE for batch artifacts: the named beans and JBeret's producers, nothing else. The
 * extensions of Faces libraries on the class path want a servlet container and are left out.
 */
public final class SeContainer {
  private SeContainer() {}

  /** A container with these beans; close it, there can be one at a time. */
  public static WeldContainer of(Class<?>... beans) {
    return new OnlyBatch()
        .disableDiscovery()
        .addExtension(new BatchCDIExtension())
        .addBeanClasses(beans)
        .initialize();
  }

  private static final class OnlyBatch extends Weld {
    /** The name under which JBeret looks for a container before it starts one of its own. */
    private static final String JBERETS = "STATIC_INSTANCE";

    OnlyBatch() {
      super(JBERETS);
    }

    @Override
    protected Iterable<Metadata<Extension>> getExtensions() {
      List<Metadata<Extension>> wanted = new ArrayList<>();
      for (Metadata<Extension> extension : super.getExtensions()) {
        String name = extension.getValue().getClass().getName();
        if (name.startsWith("org.jboss.weld.") || name.startsWith("org.jberet.")) {
          wanted.add(extension);
        }
      }
      return wanted;
    }
  }
}
