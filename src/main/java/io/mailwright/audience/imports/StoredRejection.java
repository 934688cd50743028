package io.mailwright.audience.imports;

/**
 * A rejected row as it is kept.
 *
 * @param line where it stands in the file, 1 is the first line or sheet row
 * @param column header of the column at fault, empty for the whole line
 * @param value what stood there, at most 200 characters, control characters as symbols. It comes
 *     from a stranger's file: a CSV written from it must not let it become a formula
 * @param code of {@link io.mailwright.audience.intake.RejectReason#ofCode}
 * @param detail the reason in English
 */
public record StoredRejection(long line, String column, String value, String code, String detail) {}
