package io.mailwright.kernel.address;

import io.mailwright.kernel.address.EmailAddress.Refusal;
import java.text.Normalizer;

/**
 * A domain name as lower-case A-labels, by UTS 46, non-transitional: sharp s and final sigma are
 * letters of their own. The JDK's {@link java.net.IDN} is the older IDNA 2003, which sends mail for
 * {@code straße.de} to {@code strasse.de}, so only its normal forms and character properties are
 * used here.
 */
final class DomainName {
  private static final int MAX_LENGTH = 253;
  private static final int MAX_LABEL = 63;
  private static final int CAPITAL_I_WITH_DOT = 0x130;

  private DomainName() {}

  static String toAscii(String written) throws Refusal {
    EmailAddress.refuseIf(written.isEmpty(), AddressRefusal.DOMAIN_EMPTY);
    EmailAddress.refuseIf(written.startsWith("["), AddressRefusal.DOMAIN_LITERAL);
    // Nearly all are plain, and the domain of every mail is looked at.
    boolean plain = isPlain(written);
    String mapped = plain ? written : map(written);
    if (mapped.length() == 0 || mapped.charAt(0) == '.' || mapped.endsWith(".")) {
      throw new Refusal(AddressRefusal.DOMAIN_DOT);
    }
    StringBuilder ascii = new StringBuilder(mapped.length() + 8);
    int start = 0;
    int labels = 0;
    String last = "";
    while (start <= mapped.length()) {
      int dot = mapped.indexOf('.', start);
      int end = dot < 0 ? mapped.length() : dot;
      last = mapped.substring(start, end);
      last = plain ? plainLabel(last) : label(last);
      ascii.append(labels++ == 0 ? "" : ".").append(last);
      start = end + 1;
    }
    EmailAddress.refuseIf(labels < 2, AddressRefusal.DOMAIN_WITHOUT_DOT);
    EmailAddress.refuseIf(ascii.length() > MAX_LENGTH, AddressRefusal.DOMAIN_TOO_LONG);
    // No top-level domain is a number (RFC 3696 section 2): this is an address without brackets.
    EmailAddress.refuseIf(
        last.chars().allMatch(c -> c >= '0' && c <= '9'), AddressRefusal.DOMAIN_LITERAL);
    return ascii.toString();
  }

  /** Compatibility forms (full width) become plain, capitals small, ideographic dots dots. */
  private static String map(String written) {
    String plain = Normalizer.normalize(written, Normalizer.Form.NFKC);
    StringBuilder lower = new StringBuilder(plain.length());
    // By code point, not String.toLowerCase, which makes a final sigma of a capital one.
    plain
        .codePoints()
        .forEach(
            c -> {
              if (c == CAPITAL_I_WITH_DOT) {
                lower.append("i\u0307");
              } else if (c == '\u3002') {
                lower.append('.');
              } else {
                lower.appendCodePoint(Character.toLowerCase(c));
              }
            });
    return Normalizer.normalize(lower, Normalizer.Form.NFKC);
  }

  /** Whether it is lower-case letters, digits, hyphens and dots of ASCII already. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.')) {
        return false;
      }
    }
    return true;
  }

  private static String plainLabel(String label) throws Refusal {
    EmailAddress.refuseIf(label.isEmpty(), AddressRefusal.DOMAIN_DOT);
    EmailAddress.refuseIf(
        label.startsWith("-") || label.endsWith("-"), AddressRefusal.LABEL_HYPHEN);
    EmailAddress.refuseIf(label.length() > MAX_LABEL, AddressRefusal.LABEL_TOO_LONG);
    return label;
  }

  private static String label(String label) throws Refusal {
    EmailAddress.refuseIf(label.isEmpty(), AddressRefusal.DOMAIN_DOT);
    EmailAddress.refuseIf(
        label.startsWith("-") || label.endsWith("-"), AddressRefusal.LABEL_HYPHEN);
    EmailAddress.refuseIf(
        !label.codePoints().allMatch(DomainName::isAllowed) || beginsWithMark(label),
        AddressRefusal.DOMAIN_CHARACTER);
    boolean ascii = label.chars().allMatch(c -> c < 0x80);
    EmailAddress.refuseIf(!ascii && label.startsWith("xn--"), AddressRefusal.DOMAIN_CHARACTER);
    String encoded = ascii ? label : "xn--" + Punycode.encode(label);
    EmailAddress.refuseIf(encoded.length() > MAX_LABEL, AddressRefusal.LABEL_TOO_LONG);
    return encoded;
  }

  private static boolean beginsWithMark(String label) {
    int type = Character.getType(label.codePointAt(0));
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  private static boolean isAllowed(int c) {
    if (c < 0x80) {
      return c == '-' || Characters.isAsciiAlphanumeric(c);
    }
    return switch (Character.getType(c)) {
      case Character.LOWERCASE_LETTER,
          Character.OTHER_LETTER,
          Character.MODIFIER_LETTER,
          Character.TITLECASE_LETTER,
          Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.OTHER_SYMBOL,
          Character.MODIFIER_SYMBOL ->
          true;
      // The middle dots and geresh that IDNA 2008 allows by context (RFC 5892 appendix A).
      default -> c == 0xB7 || c == 0x375 || c == 0x5F3 || c == 0x5F4 || c == 0x30FB;
    };
  }
}
