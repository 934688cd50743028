/**
 * Servers and routes beside the sending: trying them out before anything is sent, probing those at
 * rest, and taking them out and putting them back by hand.
 */
package io.mailwright.operations.connection;
