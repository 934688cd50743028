/**
 * The benchmark: the real uber-jar, and other ways to send the same mails, against a sink in a
 * process of its own. It prints tables, and each bar with the figure that was reached.
 */
package io.mailwright.bench;
