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

  private static final Pattern QUOTED =
      Pattern.compile("BODY\\[](?:<\\d+>)? \"((?:[^\"\\\\]|\\\\.){0,60000})\"");
  private static final Pattern NIL = Pattern.compile("BODY\\[](?:<\\d+>)? NIL");

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
    Matcher quoted = QUOTED.matcher(response.text());
    if (quoted.find()) {
      return Optional.of(
          quoted.group(1).replaceAll("\\\\(.)", "$1").getBytes(StandardCharsets.ISO_8859_1));
    }
    return NIL.matcher(response.text()).find() ? Optional.of(new byte[0]) : Optional.empty();
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
