/**
 * Warm-up: how many mails a day a young route may send to a site, growing while the site takes them
 * well.
 *
 * <p>Plans as people edit them, the day's use in the database, and the answer for one mail. Limits
 * that do not grow belong in quotas; how a route feels now, in {@code routing.route}.
 */
package io.mailwright.routing.warmup;
