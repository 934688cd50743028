/** What is done about what came back: suppressions, counts, doubts that are settled. */
package io.mailwright.feedback.acting;
