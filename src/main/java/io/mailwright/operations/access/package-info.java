/**
 * Who may do what: users, API tokens, log-ins and the guard against guessing. How a request carries
 * them belongs in {@code rest} and {@code console}.
 */
package io.mailwright.operations.access;
