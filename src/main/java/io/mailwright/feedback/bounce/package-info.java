/**
 * What a mail that came back says of each recipient: hard or soft bounce, complaint, automatic
 * reply, or nothing. Structure comes first, then enhanced status, then reply code, then words, by a
 * table that users can extend. Nothing here acts.
 */
package io.mailwright.feedback.bounce;
