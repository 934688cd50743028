package io.mailwright.smtp.mailbox;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One response of an IMAP server (RFC 3501 section 7).
 *
 * @param text its lines, octets as characters; each literal is left out, its length stays
 * @param literal the first literal of it
 */
record ImapResponse(String text, Optional<byte[]> literal) {
  /** Octets of a literal at most: we ask for less. */
  static final int LONGEST_LITERAL = 512 * 1024;

  private static final int MOST_LITERALS = 20;
  private static final Pattern LITERAL = Pattern.compile("\\{(\\d{1,12})\\+?}$");
  private static final Pattern UID = Pattern.compile("\\bUID (\\d{1,10})\\b");
  private static final Pattern EXISTS = Pattern.compile("\\* (\\d{1,10}) EXISTS\\s*");

  static ImapResponse read(Wire wire) throws IOException {
    StringBuilder text = new StringBuilder();
    Optional<byte[]> first = Optional.empty();
    for (int i = 0; i < MOST_LITERALS; i++) {
      String line = wire.line();
      text.append(line);
      Matcher literal = LITERAL.matcher(line);
      if (!literal.find()) {
        return new ImapResponse(text.toString(), first);
      }
      long length = Long.parseLong(literal.group(1));
      if (length > LONGEST_LITERAL) {
        throw new WireNonsense("a literal of " + length + " octets is announced");
      }
      byte[] octets = wire.octets((int) length);
      first = first.or(() -> Optional.of(octets));
    }
    throw new WireNonsense("a response has more than " + MOST_LITERALS + " literals");
  }

  boolean isContinuation() {
    return text.startsWith("+");
  }

  boolean isFetch() {
    return text.matches("(?is)\\* \\d{1,10} FETCH .*");
  }

  boolean isBye() {
    return text.regionMatches(true, 0, "* BYE", 0, 5);
  }

  Optional<Long> uid() {
    Matcher uid = UID.matcher(text);
    return uid.find() ? Optional.of(Long.valueOf(uid.group(1))) : Optional.empty();
  }

  Optional<Long> exists() {
    Matcher exists = EXISTS.matcher(text);
    return exists.matches() ? Optional.of(Long.valueOf(exists.group(1))) : Optional.empty();
  }

  /** The value of a response code: of {@code [UIDVALIDITY 7]} the 7. */
  Optional<String> code(String name) {
    Matcher code = Pattern.compile("\\[" + name + " ?([^]]{0,100})]").matcher(text);
    return code.find() ? Optional.of(code.group(1)) : Optional.empty();
  }
}
