/**
 * What a campaign may be told about its own caution: how many mails may go wrong, how it begins,
 * when it spares a site, whether it is urgent.
 *
 * <p>Values and their limits only; who counts outcomes and holds mails back stands in {@code
 * routing}.
 */
package io.mailwright.campaign.policy;
