/**
 * Reading a mail that came back, however hostile, into what a classifier needs: its headers, its
 * readable parts and the headers of the mail that is returned. Bounded in time and memory.
 *
 * <p>What the words mean is told in {@code feedback.bounce}.
 */
package io.mailwright.feedback.mail;
