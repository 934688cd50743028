package io.mailwright.runtime.batch;

import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import org.jberet.creation.AbstractArtifactFactory;

/** Finds batch artifacts by their bean name in CDI; they are injected like any other bean. */
final class CdiArtifacts extends AbstractArtifactFactory {
  @Override
  public Class<?> getArtifactClass(String ref, ClassLoader classLoader) {
    Bean<?> bean = findBean(ref, beans(), classLoader);
    return bean == null ? null : bean.getBeanClass();
  }

  @Override
  public Object create(String ref, Class<?> type, ClassLoader classLoader) {
    BeanManager beans = beans();
    Bean<?> bean = findBean(ref, beans, classLoader);
    return bean == null
        ? null
        : beans.getReference(bean, bean.getBeanClass(), beans.createCreationalContext(bean));
  }

  private static BeanManager beans() {
    return CDI.current().getBeanManager();
  }
}
