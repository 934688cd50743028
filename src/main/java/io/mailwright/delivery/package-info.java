/**
 * Sending and its truth: the courier's port, the failure policy, the ledger, the leases.
 *
 * <p>Nothing here knows Jakarta Mail or the batch runtime, and no entity manager is used: rows run
 * by the million.
 */
package io.mailwright.delivery;
