/**
 * When a mail may go: one answer from quotas, the pace of sites and routes, warm-up, windows and
 * the shares of campaigns, with the reason where it may not go yet.
 *
 * <p>Which route is fit, and what a reply means, do not belong here.
 */
package io.mailwright.routing.governor;
