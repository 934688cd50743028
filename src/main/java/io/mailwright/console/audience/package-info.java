/**
 * Beans of the list and suppression pages: contacts, imports with their progress, the upload and
 * the download of what was rejected.
 */
package io.mailwright.console.audience;
