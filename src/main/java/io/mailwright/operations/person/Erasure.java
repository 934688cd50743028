package io.mailwright.operations.person;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * That a person was erased, or is being.
 *
 * @param mark the keyed hash of the address
 * @param isDone whether nothing is left to do
 * @param askedBy who asked for it here
 * @param counts what was done, by what
 */
public record Erasure(
    long id,
    String mark,
    boolean isDone,
    String askedBy,
    Instant askedAt,
    Optional<Instant> doneAt,
    Map<ErasedPart, Long> counts) {}
