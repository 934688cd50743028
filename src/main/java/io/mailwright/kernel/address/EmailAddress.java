package io.mailwright.kernel.address;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/**
 * A mail address we can send to: a dot-atom before the @ and a domain name after it (RFC 5321
 * section 4.1.2, RFC 6531 section 3.3). Quoted local parts and address literals, which no one
 * subscribes with, are refused.
 *
 * <p>It keeps the text as written and has a {@link #key} that says whether two texts are one
 * recipient. Equal means written alike; same recipient means equal keys. Immutable.
 */
public final class EmailAddress {
  /** The longest address SMTP can carry in a path (RFC 5321 section 4.5.3.1.3), in octets. */
  public static final int MAX_OCTETS = 254;

  private static final int MAX_LOCAL_OCTETS = 64;
  private static final String ATOM_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

  private final String written;
  private final String localPart;
  private final String domain;
  private final boolean ascii;

  private EmailAddress(String written, String localPart, String domain) {
    this.written = written;
    this.localPart = localPart;
    this.domain = domain;
    this.ascii = localPart.chars().allMatch(c -> c < 0x80);
  }

  /**
   * Takes or refuses a text.
   *
   * @param text what a person or a file gave; spaces around it are ignored, line breaks are not
   */
  public static AddressVerdict check(String text) {
    try {
      return new AddressVerdict.Accepted(parse(trim(text)));
    } catch (Refusal e) {
      return new AddressVerdict.Refused(e.reason);
    }
  }

  /**
   * The address in a text.
   *
   * @throws MailwrightException {@link ErrorCode#INVALID_ADDRESS} with the reason; the text itself
   *     is not in the message
   */
  public static EmailAddress of(String text) {
    try {
      return parse(trim(text));
    } catch (Refusal e) {
      throw new MailwrightException(
          ErrorCode.INVALID_ADDRESS, e.reason.wording().english() + ". Correct the address.");
    }
  }

  private static EmailAddress parse(String text) throws Refusal {
    refuseIf(text.isEmpty(), AddressRefusal.EMPTY);
    // Before anything else is looked at, so that a megabyte costs nothing.
    refuseIf(text.length() > MAX_OCTETS, AddressRefusal.TOO_LONG);
    refuseBadCharacters(text);
    refuseIf(text.endsWith(">"), AddressRefusal.DISPLAY_NAME);
    int at = text.lastIndexOf('@');
    refuseIf(at < 0, AddressRefusal.NO_AT);
    String localPart = text.substring(0, at);
    checkLocalPart(localPart);
    String domain = DomainName.toAscii(text.substring(at + 1));
    refuseIf(
        octets(localPart) + 1 + domain.length() > MAX_OCTETS || octets(text) > MAX_OCTETS,
        AddressRefusal.TOO_LONG);
    return new EmailAddress(text, localPart, domain);
  }

  private static void refuseBadCharacters(String text) throws Refusal {
    boolean space = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c > ' ' && c < 0x7F) {
        continue; // Nearly all of them, and every address is looked at for each mail.
      }
      refuseIf(Character.getType(c) == Character.CONTROL, AddressRefusal.CONTROL_CHARACTER);
      refuseIf(Characters.isBroken(c), AddressRefusal.BROKEN_CHARACTER);
      refuseIf(Characters.isInvisible(c), AddressRefusal.INVISIBLE_CHARACTER);
      space |= Character.isSpaceChar(c);
    }
    refuseIf(space && !text.endsWith(">"), AddressRefusal.SPACE);
  }

  private static void checkLocalPart(String local) throws Refusal {
    refuseIf(local.isEmpty(), AddressRefusal.LOCAL_PART_EMPTY);
    refuseIf(local.indexOf('"') >= 0, AddressRefusal.LOCAL_PART_QUOTED);
    refuseIf(local.indexOf('@') >= 0, AddressRefusal.SEVERAL_AT);
    refuseIf(octets(local) > MAX_LOCAL_OCTETS, AddressRefusal.LOCAL_PART_TOO_LONG);
    refuseIf(
        local.startsWith(".") || local.endsWith(".") || local.contains(".."),
        AddressRefusal.LOCAL_PART_DOT);
    for (int i = 0; i < local.length(); i++) {
      // Half of a surrogate pair is above ASCII too.
      refuseIf(!isAllowedInLocalPart(local.charAt(i)), AddressRefusal.LOCAL_PART_CHARACTER);
    }
  }

  private static boolean isAllowedInLocalPart(int c) {
    if (c >= 0x80) {
      return true;
    }
    return c == '.' || Characters.isAsciiAlphanumeric(c) || ATOM_SPECIALS.indexOf(c) >= 0;
  }

  /** The address as it was written, without the spaces around it. */
  public String written() {
    return written;
  }

  /** The part before the @ as written, 1 to 64 octets of UTF-8. */
  public String localPart() {
    return localPart;
  }

  /** The domain as lower-case A-labels, ASCII, at most 253 characters, no dot at the end. */
  public String domain() {
    return domain;
  }

  /**
   * The address as it goes into MAIL FROM, RCPT TO and header fields: the local part as written,
   * the domain in ASCII. Where {@link #needsSmtpUtf8} it is not ASCII and must be written as UTF-8.
   */
  public String forEnvelope() {
    return localPart + "@" + domain;
  }

  /**
   * What says whether two addresses are the same recipient: NFC, the local part lower-cased, the
   * domain as lower-case A-labels. Dots and plus signs are kept: what they mean is the receiver's
   * business. Never used to send.
   */
  public String key() {
    String lower = Normalizer.normalize(localPart, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(lower, Normalizer.Form.NFC) + "@" + domain;
  }

  /**
   * Whether the local part is not ASCII, so that only a server with SMTPUTF8 (RFC 6531) can take
   * it. Such a text must be encoded as UTF-8: cutting each character to a byte makes another
   * address of it, or a line break (U+760A ends in 0A).
   */
  public boolean needsSmtpUtf8() {
    return !ascii;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EmailAddress that && written.equals(that.written);
  }

  @Override
  public int hashCode() {
    return written.hashCode();
  }

  /** The address as written. */
  @Override
  public String toString() {
    return written;
  }

  private static int octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Spaces and tabs of any script go, line breaks stay: they are refused, not repaired. */
  private static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == '\t' || Character.getType(c) == Character.SPACE_SEPARATOR;
  }

  static void refuseIf(boolean bad, AddressRefusal reason) throws Refusal {
    if (bad) {
      throw new Refusal(reason);
    }
  }

  /** Carries a reason out of the parser; never leaves this package. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final AddressRefusal reason;

    Refusal(AddressRefusal reason) {
      super(null, null, false, false);
      this.reason = reason;
    }
  }
}
