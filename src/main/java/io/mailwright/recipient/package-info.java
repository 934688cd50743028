/**
 * What the world outside sees without a log-in: the pages and addresses behind the links in mails,
 * and where providers tell of what came back. Servlets; who asks is known by what is signed alone.
 */
package io.mailwright.recipient;
