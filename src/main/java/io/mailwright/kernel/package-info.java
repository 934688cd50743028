/**
 * Values every stage shares: addresses, SMTP replies, ids, database access, settings, errors.
 *
 * <p>Depends on the JDK only. What belongs to one stage of the pipeline does not belong here.
 */
package io.mailwright.kernel;
