package io.mailwright.smtp.mailbox;

import io.mailwright.feedback.mailbox.MailboxFinding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mail as a stream, asked for piece by piece, so that what nobody reads is never sent. */
final class ImapPieces extends InputStream {
  static final int PIECE = 256 * 1024;

  private static final Pattern BODY = Pattern.compile("BODY\\[](?:<\\d{1,12}>)? ");

  private final ImapDialog dialog;
  private final long uid;
  private byte[] piece = new byte[0];
  private int at;
  private long offset;
  private boolean isLast;

  ImapPieces(ImapDialog dialog, long uid) {
    this.dialog = dialog;
    this.uid = uid;
  }

  private boolean more() throws IOException {
    if (at < piece.length) {
      return true;
    }
    if (isLast) {
      return false;
    }
    piece = fetch();
    if (piece.length > PIECE) {
      throw new WireNonsense("the server sent more of a mail than it was asked for");
    }
    at = 0;
    offset += piece.length;
    isLast = piece.length < PIECE;
    return piece.length > 0;
  }

  private byte[] fetch() throws IOException {
    AtomicReference<byte[]> found = new AtomicReference<>();
    String command = "UID FETCH " + uid + " (BODY.PEEK[]<" + offset + "." + PIECE + ">)";
    ImapDialog.Ended ended =
        dialog.ask(
            command,
            command,
            List.of(),
            dialog.patience().mail(),
            response -> body(response).ifPresent(found::set));
    if (!ended.isOk()) {
      throw new Failures.Wrapped(Failures.refused(MailboxFinding.REFUSED, ended.words()));
    }
    if (found.get() == null && offset > 0) {
      return new byte[0];
    }
    if (found.get() == null) {
      throw new Failures.Wrapped(
          Failures.refused(MailboxFinding.REFUSED, "the mail is not there any more"));
    }
    return found.get();
  }

  private static Optional<byte[]> body(ImapResponse response) {
    if (!response.isFetch()) {
      return Optional.empty();
    }
    if (response.literal().isPresent()) {
      return response.literal();
    }
    Matcher body = BODY.matcher(response.text());
    if (!body.find()) {
      return Optional.empty();
    }
    String value = response.text().substring(body.end());
    return Optional.of(value.startsWith("\"") ? unquoted(value) : new byte[0]);
  }

  /** RFC 3501 section 4.3; a short mail may come so. */
  private static byte[] unquoted(String value) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < value.length() && value.charAt(i) != '"'; i++) {
      i += value.charAt(i) == '\\' && i + 1 < value.length() ? 1 : 0;
      text.append(value.charAt(i));
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public int read() throws IOException {
    return more() ? piece[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!more()) {
      return -1;
    }
    int n = Math.min(length, piece.length - at);
    System.arraycopy(piece, at, into, from, n);
    at += n;
    return n;
  }
}
