/**
 * Jobs that start by the calendar: what is planned and what became of each time. The timer that
 * starts them asks here what is due.
 */
package io.mailwright.operations.schedule;
