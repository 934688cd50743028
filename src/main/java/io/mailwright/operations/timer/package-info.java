/**
 * What happens by the clock: leases are renewed, waiting campaigns go on, schedules fire, crashes
 * are noticed.
 */
package io.mailwright.operations.timer;
