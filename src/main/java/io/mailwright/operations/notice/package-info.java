/** Notices to people in the console: what finished, failed, is in doubt. */
package io.mailwright.operations.notice;
