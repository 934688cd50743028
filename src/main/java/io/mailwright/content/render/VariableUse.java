package io.mailwright.content.render;

/**
 * One place where a template uses a value.
 *
 * @param name the contact field or attribute
 * @param part the part it stands in
 * @param line from 1
 * @param column from 1, in UTF-16 units
 */
public record VariableUse(String name, TemplatePart part, int line, int column) {}
