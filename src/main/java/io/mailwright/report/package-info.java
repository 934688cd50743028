/** What happened, for people and for files: read from sums that {@code projection} keeps. */
package io.mailwright.report;
