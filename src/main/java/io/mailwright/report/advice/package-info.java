/**
 * What numbers tell to do, in words, and only where they are many and clear enough: the rules stand
 * in docs/reports.md. Knows numbers and names, no database.
 */
package io.mailwright.report.advice;
