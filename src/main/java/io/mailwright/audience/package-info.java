/**
 * Who gets mail: contacts, lists, imports, segments, consent and suppressions.
 *
 * <p>What is said to them, how it is sent and what came back belong to later stages, which this one
 * never calls.
 */
package io.mailwright.audience;
