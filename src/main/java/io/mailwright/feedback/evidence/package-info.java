/**
 * Mails that came back, as they came, with what was found in them and done about them. Each is
 * stored before anything is done; what nobody could handle waits here in quarantine.
 */
package io.mailwright.feedback.evidence;
