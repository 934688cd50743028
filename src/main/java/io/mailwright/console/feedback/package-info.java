/** Bean of the page that explains a mail that came back, and acts on it if somebody wants that. */
package io.mailwright.console.feedback;
