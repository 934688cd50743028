/** Resources of notices: what was said, what is on its way to people, and webhooks. */
package io.mailwright.rest.notice;
