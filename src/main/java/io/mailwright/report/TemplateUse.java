package io.mailwright.report;

import java.util.OptionalInt;

/**
 * The template that was sent.
 *
 * @param version empty before it is fixed at the start
 */
public record TemplateUse(long id, String name, OptionalInt version) {}
