/** Resources of users and API tokens, for admins. */
package io.mailwright.rest.access;
