package io.mailwright.routing.scope;

import jakarta.enterprise.inject.Stereotype;
import jakarta.inject.Singleton;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One object a node, which those who inject it have itself and not by a client proxy (CDI 4.0
 * section 3.8), as they would with {@code @ApplicationScoped}: for what is asked several times for
 * each mail, where the proxies took 9 % of the time. It is made with the first of those who inject
 * it, so it has to be quick to make, and needs nothing that needs it.
 */
@Stereotype
@Singleton
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface NodeSingleton {}
