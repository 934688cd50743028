package io.mailwright.feedback.mailbox;

import java.util.Optional;

/**
 * A mail in a mailbox.
 *
 * @param number by which the server finds it in this session: a UID, or POP3's message number
 * @param place what it is known by in every session; empty where the server has no such thing
 */
public record Letter(long number, Optional<String> place) {}
