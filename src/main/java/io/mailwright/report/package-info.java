/** Read-only projections of what happened, for people and for files. Changes nothing. */
package io.mailwright.report;
