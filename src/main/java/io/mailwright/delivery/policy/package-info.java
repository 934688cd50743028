/**
 * The one failure policy: what an outcome means for the mail, its recipient, the sender and the
 * route, and when to try again.
 *
 * <p>Pure functions of outcome, reply and settings. Who stores the verdict, slows a route or pauses
 * a campaign does not belong here.
 */
package io.mailwright.delivery.policy;
