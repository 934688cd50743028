package io.mailwright.audience.intake;

/**
 * Looks over the bytes of one part of an Excel file without understanding it. Parts that are not
 * XML in UTF-8 (pictures) are not looked at.
 */
final class XmlScan {
  /** A cell holds 32,767 characters, each six bytes at most as an entity. */
  private static final int MAX_TEXT = 1 << 18;

  private static final int MAX_ROW = 16 << 20;

  /** XFD, the last column, has three letters. */
  private static final int MAX_COLUMN_LETTERS = 3;

  private static final byte[] ROW = {'r', 'o', 'w'};

  private enum Kind {
    UNKNOWN,
    XML,
    OTHER
  }

  private Kind kind = Kind.UNKNOWN;
  private int seen;
  private int sinceMarkup;
  private int sinceRow;
  private int inTag = -1;
  private boolean isRowTag;
  private byte quote;
  private byte previous;
  private byte beforeEquals;
  private byte beforeName;
  private boolean isReference;
  private int letters;

  /** Takes in the next bytes; false if they are none of a spreadsheet's. */
  boolean accepts(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (kind == Kind.UNKNOWN && !accepts(bytes[i])) {
        return false;
      } else if (kind == Kind.XML && !acceptsXml(bytes[i])) {
        return false;
      } else if (kind == Kind.OTHER) {
        return true;
      }
    }
    return true;
  }

  /** The first bytes: white space and a UTF-8 mark may stand before the first tag. */
  private boolean accepts(byte b) {
    int first = b & 0xFF;
    seen++;
    if (b == '<') {
      kind = Kind.XML;
      inTag = 0;
      return true;
    }
    if (seen > MAX_TEXT || (seen == 1 && (first == 0xFE || first == 0xFF || first == 0))) {
      return false;
    }
    boolean mark = seen <= 3 && (first == 0xEF || first == 0xBB || first == 0xBF);
    if (!mark && !isSpace(b)) {
      kind = Kind.OTHER;
    }
    return true;
  }

  private boolean acceptsXml(byte b) {
    sinceRow++;
    if (++sinceMarkup > MAX_TEXT || sinceRow > MAX_ROW && isRowTag) {
      return false;
    }
    boolean fine = inTag < 0 ? text(b) : tag(b);
    previous = b;
    return fine;
  }

  private boolean text(byte b) {
    if (b == '<') {
      inTag = 0;
      sinceMarkup = 0;
    }
    return true;
  }

  private boolean tag(byte b) {
    if (quote != 0) {
      return attribute(b);
    }
    if (inTag == 0 && (b == '!' || b == 0)) {
      // Declarations and comments: a spreadsheet has none, an attack has.
      return false;
    }
    matchRow(b);
    inTag++;
    if (b == '>') {
      inTag = -1;
      sinceMarkup = 0;
    } else if (b == '"' || b == '\'') {
      quote = b;
      isReference = beforeEquals == 'r' && isSpace(beforeName);
      letters = 0;
    } else if (b == '=') {
      // previous is the last letter of the name unless spaces stand before the sign
      beforeEquals = isSpace(previous) ? beforeEquals : previous;
    } else if (!isSpace(b)) {
      beforeName = previous;
      beforeEquals = b;
    }
    return true;
  }

  /** The value of an attribute; of a reference like AB12 no more letters than columns have. */
  private boolean attribute(byte b) {
    if (b == quote) {
      quote = 0;
      return true;
    }
    if (!isReference) {
      return true;
    }
    if (b >= '0' && b <= '9') {
      return true;
    }
    return b >= 'A' && b <= 'Z' && ++letters <= MAX_COLUMN_LETTERS;
  }

  private void matchRow(byte b) {
    if (inTag < ROW.length) {
      rowSoFar = inTag == 0 ? b == ROW[0] : rowSoFar && b == ROW[inTag];
    } else if (inTag == ROW.length && rowSoFar && (isSpace(b) || b == '>')) {
      isRowTag = true;
      sinceRow = 0;
    }
  }

  private boolean rowSoFar;

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }
}
