/** Reading mailboxes by timer and by hand, testing them, and telling when one cannot be read. */
package io.mailwright.operations.feedback;
