/**
 * What operators do: start, stop, restart and schedule jobs, recover after crashes, read notices.
 *
 * <p>A façade over the batch runtime and the stages; how a mail is sent does not belong here.
 */
package io.mailwright.operations;
