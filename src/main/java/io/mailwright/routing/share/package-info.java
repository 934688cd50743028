/**
 * Fair shares: how campaigns that want the same scarce thing at the same time take turns, by weight
 * and urgency.
 *
 * <p>How much there is to share belongs to quotas, rates and connections; they are asked after a
 * campaign's turn has come.
 */
package io.mailwright.routing.share;
