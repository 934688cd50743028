/**
 * What a crash, a cut or a hostile server may do to a campaign: trials of the real uber-jar in
 * processes of its own, judged by the log of an SMTP server against the ledger. No test of single
 * classes belongs here.
 */
package io.mailwright.chaos;
