/**
 * Campaigns: who gets what from whom over which pool, and the states a campaign goes through.
 *
 * <p>Which server takes a mail belongs in {@code routing}; what became of each mail in {@code
 * delivery}.
 */
package io.mailwright.campaign;
