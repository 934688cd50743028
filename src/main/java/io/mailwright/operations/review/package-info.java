/** Lets reviews of stored mails go on, one node each. */
package io.mailwright.operations.review;
