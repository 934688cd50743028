/**
 * The frame of the web console: the gate in front of every page, who is logged in, how values,
 * refusals and successes are shown. The pages' own beans stand in the packages below.
 *
 * <p>No rule of the business and no SQL belongs here: beans ask the stages and {@code operations}.
 */
package io.mailwright.console;
