/**
 * The glue to what Mailwright runs on: JBeret, Payara, Hazelcast, Flyway. Nothing else names them.
 *
 * <p>No rule of sending or of lists belongs here.
 */
package io.mailwright.runtime;
