/**
 * Beans of the jobs pages: definitions, the start form, executions with their steps and workers,
 * and schedules. What may be started, stopped or restarted is decided in {@code
 * operations.execution}, never here.
 */
package io.mailwright.console.job;
