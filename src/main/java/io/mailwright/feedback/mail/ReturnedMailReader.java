package io.mailwright.feedback.mail;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.MimeIOException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.apache.james.mime4j.util.ByteSequence;
import org.apache.james.mime4j.util.MimeUtil;

/**
 * Reads a mail (RFC 5322, MIME) as a stream: what is not needed is passed over, what is needed is
 * kept up to a limit. A mail that is damaged in the middle is what was read before.
 */
public final class ReturnedMailReader {
  /** Text of a part that is kept; a notice says what matters in its first lines. */
  private static final int MOST_TEXT = 256 * 1024;

  /** Octets of all texts together. */
  private static final int MOST_OF_ALL = 4 * 1024 * 1024;

  private static final Set<String> REPORTS =
      Set.of(
          "message/delivery-status",
          "message/global-delivery-status",
          "message/feedback-report",
          "message/disposition-notification");

  /** What some gateways call a delivery report (RFC 3464 section 2). */
  private static final Map<String, String> MISNAMED =
      Map.of(
          "text/delivery-status", "message/delivery-status",
          "application/delivery-status", "message/delivery-status");

  private static final String OCTETS = "application/octet-stream";

  private static final Pattern REPORT_BEGIN =
      Pattern.compile(
          "\\s{0,20}(reporting-mta|original-envelope-id|(final|original)-recipient)\\s?:",
          Pattern.CASE_INSENSITIVE);

  private static final int MOST_PARTS = 300;
  private static final int MOST_DEPTH = 20;
  private static final int MOST_HEADER = 64 * 1024;
  private static final int MOST_FIELDS = 2_000;

  /** Characters of a header field that are kept, and of all of them together. */
  private static final int MOST_OF_FIELD = 16 * 1024;

  private static final int MOST_OF_HEADERS = 1024 * 1024;

  private final MimeTokenStream stream;
  private final List<MailHeaders.Builder> levels = new ArrayList<>();
  private final List<MailPart> parts = new ArrayList<>();
  private int level = -1;
  private int depth;
  private int count;
  private int left = MOST_OF_ALL;
  private int leftOfHeaders = MOST_OF_HEADERS;
  private int leftOfReports = ReportReader.MOST_OF_ALL;

  /** Whether the header that is read is a message's own and not one of its parts'. */
  private boolean isMessageHeader;

  private ReturnedMailReader() {
    MimeConfig config =
        new MimeConfig.Builder()
            .setMaxLineLen(MOST_HEADER)
            .setMaxHeaderLen(MOST_HEADER)
            .setMaxHeaderCount(MOST_FIELDS)
            .setMaxContentLen(-1)
            .setStrictParsing(false)
            .setMalformedHeaderStartsBody(false)
            .build();
    stream = new MimeTokenStream(config);
  }

  /**
   * Reads to the end, or to where it cannot be read any more.
   *
   * @throws IOException if the source fails
   */
  public static ReturnedMail read(InputStream source) throws IOException {
    ReturnedMailReader reader = new ReturnedMailReader();
    reader.readAll(source);
    if (reader.levels.isEmpty()) {
      reader.levels.add(new MailHeaders.Builder());
    }
    return new ReturnedMail(
        reader.levels.stream().map(MailHeaders.Builder::build).toList(), reader.parts);
  }

  private void readAll(InputStream source) throws IOException {
    stream.parse(source);
    try {
      for (EntityState state = stream.getState();
          state != EntityState.T_END_OF_STREAM && count < MOST_PARTS && left > 0;
          state = stream.next()) {
        on(state);
      }
    } catch (MimeException | MimeIOException e) {
      // Too long a header or too many: what was read before it is what the mail says.
      parts.add(MailPart.text(ReturnedMail.DAMAGED, Math.max(level, 0), e.getMessage()));
    }
  }

  private void on(EntityState state) throws IOException {
    switch (state) {
      case T_START_MESSAGE -> {
        level++;
        deeper();
        isMessageHeader = true;
        if (level == levels.size()) {
          levels.add(new MailHeaders.Builder());
        }
      }
      case T_END_MESSAGE -> {
        level--;
        depth--;
      }
      case T_START_BODYPART -> isMessageHeader = false;
      case T_FIELD -> field(stream.getField());
      case T_START_MULTIPART -> deeper();
      case T_END_MULTIPART -> depth--;
      case T_BODY -> body(stream.getBodyDescriptor());
      case T_PREAMBLE -> preamble();
      case T_EPILOGUE,
          T_START_HEADER,
          T_END_HEADER,
          T_RAW_ENTITY,
          T_END_BODYPART,
          T_END_OF_STREAM -> {
        // Nothing in them is needed.
      }
    }
  }

  /** What lies deeper than any honest mail goes is passed over as a whole. */
  private void deeper() {
    depth++;
    if (depth >= MOST_DEPTH) {
      stream.setRecursionMode(RecursionMode.M_FLAT);
    }
  }

  private void field(Field field) {
    if (isMessageHeader && leftOfHeaders > 0) {
      String value = value(field);
      String kept = value.length() > MOST_OF_FIELD ? value.substring(0, MOST_OF_FIELD) : value;
      leftOfHeaders -= kept.length() + field.getName().length();
      levels
          .get(level)
          .add(
              field.getName(),
              DecoderUtil.decodeEncodedWords(kept, DecodeMonitor.SILENT, StandardCharsets.UTF_8));
    }
  }

  /** As it stands there: some write it in a charset of their own, and do not say so. */
  private static String value(Field field) {
    String body = field.getBody() == null ? "" : field.getBody();
    ByteSequence raw = field.getRaw();
    if (raw == null || body.chars().allMatch(c -> c < 0x80)) {
      return body;
    }
    String line = OctetText.of(raw.toByteArray(), null);
    return MimeUtil.unfold(line.substring(line.indexOf(':') + 1)).strip();
  }

  private void preamble() throws IOException {
    try (InputStream in = stream.getInputStream()) {
      byte[] octets = in.readNBytes(Math.min(left, MOST_TEXT));
      left -= octets.length;
      parts.add(MailPart.text(ReturnedMail.PREAMBLE, level, lines(OctetText.of(octets, null))));
    }
  }

  private static String lines(String text) {
    return text.replace("\r\n", "\n").replace('\r', '\n');
  }

  private void body(BodyDescriptor part) throws IOException {
    count++;
    // A missing semicolon leaves the parameters in the type.
    String named = part.getMimeType().toLowerCase(Locale.ROOT).split("\\s", 2)[0];
    String type = MISNAMED.getOrDefault(named, named);
    if (REPORTS.contains(type)) {
      try (InputStream in = stream.getDecodedInputStream()) {
        List<String> groups = ReportReader.read(new BufferedInputStream(in), leftOfReports);
        leftOfReports -= groups.stream().mapToInt(String::length).sum();
        parts.add(new MailPart(type, level, "", groups));
      }
    } else if (type.startsWith("text/") || type.startsWith("message/")) {
      try (InputStream in = stream.getDecodedInputStream()) {
        byte[] octets = in.readNBytes(Math.min(left, MOST_TEXT));
        left -= octets.length;
        parts.add(MailPart.text(type, level, lines(OctetText.of(octets, part.getCharset()))));
      }
    } else if (type.equals(OCTETS)) {
      octets();
    }
  }

  /** A file, of which no more is kept than a report that it may be. */
  private void octets() throws IOException {
    try (InputStream in = stream.getDecodedInputStream()) {
      byte[] octets = in.readNBytes(Math.min(left, MOST_TEXT));
      String text = lines(new String(octets, StandardCharsets.UTF_8));
      if (REPORT_BEGIN.matcher(text).lookingAt()) {
        left -= octets.length;
        parts.add(new MailPart(ReturnedMail.UNNAMED_REPORT, level, "", ReportReader.read(text)));
      }
    }
  }
}
