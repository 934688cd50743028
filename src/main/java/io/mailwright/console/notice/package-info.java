/** Bean of the page on notices: what is on its way by mail and webhook, and to whom it goes. */
package io.mailwright.console.notice;
