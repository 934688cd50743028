package io.mailwright.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * One prepared mail again and again with the next mail's commands behind its dot: what the sink can
 * take, and the limit of one mail a round trip for everybody else. It checks no reply but for its
 * first digit.
 */
final class BareClient implements Course.Line {
  private static final String ENVELOPE =
      "MAIL FROM:<" + Mailing.SENDER + ">\r\nRCPT TO:<someone@site0.example>\r\nDATA\r\n";
  private static final int ENVELOPE_REPLIES = 3;
  private static final int HEADER_OF_OTHERS = 550;

  private final InputStream in;
  private final OutputStream out;
  private final byte[] replies = new byte[1 << 12];
  private final byte[] mailAndNext;
  private final byte[] mail;
  private boolean isAhead;

  private BareClient(Socket socket, String mail) throws IOException {
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
    out = socket.getOutputStream();
    this.mail = mail.getBytes(StandardCharsets.US_ASCII);
    this.mailAndNext = (mail + ENVELOPE).getBytes(StandardCharsets.US_ASCII);
    expect(1);
    say("HELO bench.example\r\n");
    expect(1);
  }

  public static void main(String[] args) throws Exception {
    Course course = Course.of(args);
    Mailing mailing = course.mailing();
    String mail =
        ("Subject: bare\r\nX-Filler: %s\r\n\r\n".formatted("x".repeat(HEADER_OF_OTHERS))
                + mailing.text().apply(mailing.recipient(0))
                + mailing.html().apply(mailing.recipient(0)))
            .replaceAll("\r?\n", "\r\n");
    course.run(
        () ->
            new BareClient(
                new Socket(InetAddress.getLoopbackAddress(), course.port()), mail + ".\r\n"));
  }

  @Override
  public void send(int recipient) throws IOException {
    if (!isAhead) {
      say(ENVELOPE);
      expect(ENVELOPE_REPLIES);
      isAhead = true;
      return; // the mail itself goes with the next one's envelope, the last one at rest
    }
    out.write(mailAndNext);
    expect(1 + ENVELOPE_REPLIES);
  }

  @Override
  public void rest() throws IOException {
    if (isAhead) {
      out.write(mail);
      expect(1);
      isAhead = false;
    }
  }

  private void say(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Waits for as many one-line replies. */
  private void expect(int lines) throws IOException {
    int missing = lines;
    boolean atStart = true;
    while (missing > 0) {
      int n = in.read(replies);
      if (n < 0) {
        throw new IOException("The sink hung up.");
      }
      for (int i = 0; i < n; i++) {
        if (atStart && replies[i] > '3') {
          throw new IOException("The sink refused something.");
        }
        atStart = replies[i] == '\n';
        missing -= atStart ? 1 : 0;
      }
    }
  }
}
