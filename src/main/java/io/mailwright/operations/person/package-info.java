/**
 * All that is held about one person: told on request, and erased on request. Of who was erased
 * there is a keyed hash only.
 */
package io.mailwright.operations.person;
