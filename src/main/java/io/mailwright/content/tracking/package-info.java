/**
 * Mails that tell when they are read: links that lead over this server, and a picture. It changes
 * the HTML of a mail only; what the links say and where they lead is made elsewhere.
 */
package io.mailwright.content.tracking;
