/**
 * People who were erased on request, as far as sending has to know: by a keyed hash, so that they
 * are not mailed again and nobody reads who they are. The erasing itself belongs in {@code
 * operations.person}.
 */
package io.mailwright.audience.erased;
