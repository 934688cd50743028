package io.mailwright.operations.person;

import java.util.List;
import java.util.Map;

/**
 * All that is held about an address.
 *
 * @param emailKey the normalised address
 * @param mark the keyed hash that stands for it once it is erased
 * @param sections in the order of a person's way through the product; those without rows too
 */
public record PersonRecord(String emailKey, String mark, List<Section> sections) {
  /**
   * Records of one kind.
   *
   * @param name as the API says it
   * @param rows each with its fields in order; texts, numbers, times and null
   */
  public record Section(String name, List<Map<String, Object>> rows) {
    /** The names of the fields. */
    public List<String> fields() {
      return rows.isEmpty() ? List.of() : List.copyOf(rows.get(0).keySet());
    }
  }

  /** Whether nothing is held. */
  public boolean isEmpty() {
    return sections.stream().allMatch(section -> section.rows().isEmpty());
  }
}
