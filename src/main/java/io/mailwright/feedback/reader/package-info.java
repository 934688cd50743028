/**
 * What readers do with mails: that they open them and follow links. People and machines are told
 * apart as far as that is possible. It takes what comes at any rate without a database, and writes
 * it later, in batches.
 */
package io.mailwright.feedback.reader;
