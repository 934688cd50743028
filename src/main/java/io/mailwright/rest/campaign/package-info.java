/**
 * Resources of campaigns: what they are, what is done with them, what became of each delivery, and
 * dry runs.
 */
package io.mailwright.rest.campaign;
