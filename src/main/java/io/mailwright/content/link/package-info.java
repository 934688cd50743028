/** Links in mails that are each recipient's own: what a mail needs of them, not how they work. */
package io.mailwright.content.link;
