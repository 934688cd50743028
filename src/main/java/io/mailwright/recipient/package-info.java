/**
 * What recipients see, without a log-in: the pages behind the links in their mails. Servlets; who
 * asks is known by the signed link alone.
 */
package io.mailwright.recipient;
