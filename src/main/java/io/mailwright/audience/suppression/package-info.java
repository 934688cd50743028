/**
 * Addresses that get no mail, and why. Learning from what comes back belongs in {@code feedback};
 * it ends up here.
 */
package io.mailwright.audience.suppression;
