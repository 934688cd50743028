/** Resources of templates and their attachments. */
package io.mailwright.rest.content;
