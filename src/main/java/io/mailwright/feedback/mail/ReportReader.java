package io.mailwright.feedback.mail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the groups of fields that a report is made of, line by line: of 50,000 recipients only what
 * tells something is kept. Also a broken report: without empty lines between recipients, or with
 * too many.
 */
public final class ReportReader {
  /** Characters of a field that are kept. */
  static final int MOST_FIELD = 1_000;

  /** Characters of all groups together. */
  static final int MOST_OF_ALL = 12 * 1024 * 1024;

  /** Of each field, once a third of that is used: rather all recipients than all words. */
  private static final int MOST_OF_LATE_FIELD = 60;

  private static final int MOST_FIELDS = 40;

  private static final Set<String> WANTED =
      Set.of(
          "reporting-mta",
          "original-envelope-id",
          "x-original-message-id",
          "x-supplementary-info",
          "x-display-name",
          "original-recipient",
          "final-recipient",
          "x-actual-recipient",
          "action",
          "status",
          "remote-mta",
          "diagnostic-code",
          "x-powermta-bouncecategory",
          // ARF
          "feedback-type",
          "user-agent",
          "original-mail-from",
          "original-rcpt-to",
          "removal-recipient",
          "reported-domain",
          "delivery-result",
          "auth-failure",
          "identity-alignment",
          "source-ip",
          // MDN
          "disposition",
          "original-message-id");

  private final List<String> groups = new ArrayList<>();
  private final StringBuilder group = new StringBuilder();
  private final StringBuilder field = new StringBuilder();
  private boolean hasRecipient;
  private boolean hasOutcome;

  /** An original recipient that belongs to this group or to the next. */
  private String next = "";

  private int fields;
  private final int most;
  private int left;

  private ReportReader(int most) {
    this.most = most;
    this.left = most;
  }

  /** The groups of a report, until its end or until there is too much. */
  static List<String> read(InputStream in, int most) throws IOException {
    ReportReader reader = new ReportReader(most);
    BoundedLines lines = new BoundedLines(in, MOST_FIELD);
    for (Optional<String> line = lines.next();
        line.isPresent() && reader.left > 0;
        line = lines.next()) {
      reader.line(line.get());
    }
    return reader.end();
  }

  /** The groups in a text that is no report part of its own. */
  public static List<String> read(String text) {
    ReportReader reader = new ReportReader(text.length());
    text.lines()
        .map(l -> l.length() > MOST_FIELD ? l.substring(0, MOST_FIELD) : l)
        .forEach(reader::line);
    return reader.end();
  }

  private void line(String line) {
    if (line.isBlank()) {
      endField();
      endGroup();
    } else if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
      String more = line.strip();
      if (!field.isEmpty() && field.length() + more.length() < MOST_FIELD) {
        field.append(' ').append(more);
      }
    } else {
      endField();
      field.append(line);
    }
  }

  private void endField() {
    int colon = field.indexOf(":");
    String name = colon < 0 ? "" : field.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    if (WANTED.contains(name)) {
      if (name.equals("original-recipient") && hasOutcome) {
        // Where empty lines are missing it may be the next one's: what follows tells.
        next = kept(name);
      } else {
        add(name);
      }
    }
    field.setLength(0);
  }

  private void add(String name) {
    boolean isRecipient = name.equals("final-recipient");
    if (isRecipient && hasRecipient) {
      String ofThis = next;
      next = "";
      endGroup();
      group.append(ofThis);
    }
    hasRecipient |= isRecipient;
    hasOutcome |= hasRecipient && (name.equals("action") || name.equals("status"));
    fields++;
    if (fields <= MOST_FIELDS) {
      group.append(kept(name));
    }
  }

  private String kept(String name) {
    int kept = left < most / 3 * 2 ? MOST_OF_LATE_FIELD : MOST_FIELD;
    return field.substring(0, Math.min(kept + name.length(), field.length())) + '\n';
  }

  private void endGroup() {
    group.append(next);
    next = "";
    if (!group.isEmpty()) {
      groups.add(group.toString());
      left -= group.length();
    }
    group.setLength(0);
    hasRecipient = false;
    hasOutcome = false;
    fields = 0;
  }

  private List<String> end() {
    endField();
    endGroup();
    return groups;
  }

  /** Lines of a stream, of each only the beginning. */
  private static final class BoundedLines {
    /** Of so many lines that are not UTF-8 the charset is looked for. */
    private static final int MOST_STRANGE = 500;

    private final InputStream in;
    private final byte[] line;
    private int strange;

    BoundedLines(InputStream in, int most) {
      this.in = in;
      this.line = new byte[most];
    }

    Optional<String> next() throws IOException {
      int length = 0;
      int c = in.read();
      if (c < 0) {
        return Optional.empty();
      }
      for (; c >= 0 && c != '\n'; c = in.read()) {
        if (length < line.length && c != '\r') {
          line[length++] = (byte) c;
        }
      }
      String text = new String(line, 0, length, StandardCharsets.UTF_8);
      return Optional.of(
          text.indexOf('\uFFFD') >= 0 && strange++ < MOST_STRANGE
              ? OctetText.of(Arrays.copyOf(line, length), null)
              : text);
    }
  }
}
