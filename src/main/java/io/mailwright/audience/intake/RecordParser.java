package io.mailwright.audience.intake;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits one record into values, line by line (RFC 4180; line ends inside quotes become LF). Spaces
 * around a quoted value are ignored; a quote inside a value that does not begin with one is text.
 *
 * <p>FastCSV is not used for this because it cannot take back an opening quote and go on with the
 * line after it.
 */
final class RecordParser {
  /** The longest quoted value, in characters. */
  static final int MAX_QUOTED = 1 << 16;

  /** What is known of the record after a line. */
  enum State {
    /** The record ends with this line. */
    COMPLETE,
    /** A quote is open: the record goes on in the next line. */
    OPEN,
    /** A quoted value is longer than {@link #MAX_QUOTED}. */
    TOO_LONG,
    /** Something stands between a closing quote and the separator. */
    MALFORMED
  }

  private static final int IN_NEXT_LINE = -1;
  private static final int PAST_LIMIT = -2;

  private final char separator;
  private final int maxValues;
  private final List<String> values = new ArrayList<>();
  private final StringBuilder quoted = new StringBuilder();
  private boolean open;
  private int count;

  /**
   * @param maxValues how many values are kept; more are counted only
   */
  RecordParser(char separator, int maxValues) {
    this.separator = separator;
    this.maxValues = maxValues;
  }

  /** Begins a record with its first line. */
  State begin(String line) {
    values.clear();
    count = 0;
    open = false;
    return values(line, 0);
  }

  /** Goes on with a record that is {@link State#OPEN}. */
  State goOn(String line) {
    quoted.append('\n');
    int end = quoted(line, 0);
    return end < 0 ? unfinished(end) : afterQuote(line, end);
  }

  private State values(String line, int start) {
    int i = start;
    while (true) {
      int begin = skipBlanks(line, i);
      if (begin < line.length() && line.charAt(begin) == '"') {
        quoted.setLength(0);
        int end = quoted(line, begin + 1);
        if (end < 0) {
          return unfinished(end);
        }
        i = skipBlanks(line, end);
        add(quoted.toString());
        if (i < line.length() && line.charAt(i) != separator) {
          return State.MALFORMED;
        }
      } else {
        int end = line.indexOf(separator, i);
        end = end < 0 ? line.length() : end;
        add(line.substring(i, end));
        i = end;
      }
      if (i == line.length()) {
        return State.COMPLETE;
      }
      i++;
    }
  }

  private State afterQuote(String line, int end) {
    open = false;
    add(quoted.toString());
    int i = skipBlanks(line, end);
    if (i == line.length()) {
      return State.COMPLETE;
    }
    return line.charAt(i) == separator ? values(line, i + 1) : State.MALFORMED;
  }

  private State unfinished(int end) {
    open = true;
    return end == PAST_LIMIT ? State.TOO_LONG : State.OPEN;
  }

  /** Takes in a quoted value; the index after its closing quote, or why there is none. */
  private int quoted(String line, int start) {
    int i = start;
    while (true) {
      int quote = line.indexOf('"', i);
      int end = quote < 0 ? line.length() : quote;
      if (quoted.length() + end - i > MAX_QUOTED) {
        return PAST_LIMIT;
      }
      quoted.append(line, i, end);
      if (quote < 0) {
        return IN_NEXT_LINE;
      }
      if (quote + 1 == line.length() || line.charAt(quote + 1) != '"') {
        return quote + 1;
      }
      quoted.append('"');
      i = quote + 2;
    }
  }

  private int skipBlanks(String line, int start) {
    int i = start;
    while (i < line.length()
        && line.charAt(i) != separator
        && (line.charAt(i) == ' ' || line.charAt(i) == '\t')) {
      i++;
    }
    return i;
  }

  private void add(String value) {
    if (count++ < maxValues) {
      values.add(value);
    }
  }

  /** The values so far, at most as many as are kept. */
  List<String> values() {
    return values;
  }

  /** How many values the record has so far. */
  int count() {
    return count;
  }

  /** The index of the value that is at fault or open: the last begun. */
  int last() {
    return open ? count : Math.max(count - 1, 0);
  }

  /** What has been read of the value at {@link #last}. */
  String lastText() {
    return open || values.isEmpty() ? quoted.toString() : values.get(values.size() - 1);
  }
}
