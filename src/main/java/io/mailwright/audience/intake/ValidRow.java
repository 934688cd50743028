package io.mailwright.audience.intake;

import io.mailwright.kernel.address.EmailAddress;
import java.util.Map;
import java.util.Optional;

/**
 * A recipient that can be stored.
 *
 * @param line where the record begins in the file, 1 is the first line or sheet row
 * @param address where mail goes
 * @param name one line, at most 200 characters, if given
 * @param locale a BCP 47 tag in its usual spelling (zh-Hans-CN), at most 35 characters, if given
 * @param timezone an IANA name (Asia/Shanghai), if given
 * @param attributes by name, in the file's order; values of 1 to 4,000 characters without control
 *     characters but LF and tab; blank ones are left out
 */
public record ValidRow(
    long line,
    EmailAddress address,
    Optional<String> name,
    Optional<String> locale,
    Optional<String> timezone,
    Map<String, String> attributes) {}
