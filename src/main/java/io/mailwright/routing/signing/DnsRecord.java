package io.mailwright.routing.signing;

/**
 * A TXT record (RFC 1035 section 3.3.14).
 *
 * @param name without the dot at the end
 * @param value as one text in ASCII; DNS carries it in strings of at most 255 octets
 */
public record DnsRecord(String name, String value) {
  private static final int LONGEST_STRING = 255;

  /** The record as a line of a zone file, the value cut into strings that DNS can carry. */
  public String zoneLine() {
    StringBuilder line = new StringBuilder(name).append(". IN TXT (");
    for (int from = 0; from < value.length(); from += LONGEST_STRING) {
      int to = Math.min(value.length(), from + LONGEST_STRING);
      line.append(" \"").append(value, from, to).append('"');
    }
    return line.append(" )").toString();
  }
}
