package io.mailwright.audience.contact;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One person in one list.
 *
 * @param id 1 or more
 * @param listId the list
 * @param email the address as it was given
 * @param emailKey the normalised address, unique in the list
 * @param name the person's name
 * @param locale a BCP 47 tag
 * @param timezone an IANA zone
 * @param attributes the other columns by name, in the order of the file
 * @param createdAt when it was first imported
 * @param updatedAt when an import last changed it
 */
public record Contact(
    long id,
    long listId,
    String email,
    String emailKey,
    Optional<String> name,
    Optional<String> locale,
    Optional<String> timezone,
    Map<String, String> attributes,
    Instant createdAt,
    Instant updatedAt) {}
