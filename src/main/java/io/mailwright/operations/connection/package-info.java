/** Trying a mail server before anything is sent over it, for pages and scripts alike. */
package io.mailwright.operations.connection;
