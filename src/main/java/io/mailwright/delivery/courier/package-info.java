/**
 * The port through which a mail leaves: a courier, its session with one server, and the outcome of
 * one mail by phase.
 *
 * <p>Nothing here knows Jakarta Mail, sockets, campaigns or the ledger, and nothing here judges an
 * outcome; that is the failure policy's.
 */
package io.mailwright.delivery.courier;
