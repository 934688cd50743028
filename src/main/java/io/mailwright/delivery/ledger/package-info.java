/**
 * The ledger: one row a campaign and normalised address, in short transactions of its own, with
 * counts kept by deltas.
 *
 * <p>Nothing else writes these tables.
 */
package io.mailwright.delivery.ledger;
