/**
 * Resources of job executions and schedules. What may be started, stopped or restarted is decided
 * in {@code operations.execution}, never here.
 */
package io.mailwright.rest.job;
