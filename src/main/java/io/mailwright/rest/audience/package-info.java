/** Resources of lists, their contacts, imports and the suppression list. */
package io.mailwright.rest.audience;
