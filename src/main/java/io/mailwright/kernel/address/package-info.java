/**
 * The mail address as a validated value: what we accept, why we refuse, and the key that says
 * whether two addresses are the same recipient.
 *
 * <p>Nothing here looks anything up: whether a domain exists or takes mail is for later stages.
 */
package io.mailwright.kernel.address;
