package io.mailwright.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One connection of the sink. The commands of a block are answered together (RFC 2920); a mail's
 * text is only searched for its end. Used by one thread.
 */
final class SinkDialog {
  private static final int BLOCK = 1 << 16;
  private static final byte[] GREETING = octets("220 sink ESMTP\r\n");
  private static final byte[] EXTENSIONS =
      octets(
          "250-sink\r\n250-PIPELINING\r\n250-SIZE 52428800\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES\r\n");
  private static final byte[] GO_ON = octets("354 go on\r\n");
  private static final byte[] TAKEN = octets("250 2.0.0 taken\r\n");
  private static final byte[] FINE = octets("250 2.1.0 fine\r\n");
  private static final byte[] BYE = octets("221 2.0.0 bye\r\n");

  private final SocketChannel client;
  private final Replies replies;
  private final AtomicLong mails;
  private final AtomicLong octets;
  private final byte[] block = new byte[BLOCK];
  private int start;
  private int end;
  private boolean isInMail;
  private ByteBuffer answer = ByteBuffer.allocate(BLOCK);

  SinkDialog(SocketChannel client, Replies replies, AtomicLong mails, AtomicLong octets)
      throws IOException {
    this.client = client;
    this.replies = replies;
    this.mails = mails;
    this.octets = octets;
    answer.put(GREETING);
    answer(false);
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Takes what has come, and answers what is complete. */
  void read() throws IOException {
    int n = client.read(ByteBuffer.wrap(block, end, BLOCK - end));
    if (n < 0) {
      client.close();
      return;
    }
    octets.addAndGet(n);
    end += n;
    boolean isOver = false;
    boolean isMore = true;
    while (isMore && !isOver) {
      int before = start;
      isOver = isInMail ? mail() : command();
      isMore = start > before;
    }
    System.arraycopy(block, start, block, 0, end - start);
    end -= start;
    start = 0;
    answer(isOver);
  }

  private void answer(boolean isLast) throws IOException {
    if (answer.position() > 0) {
      ByteBuffer out = ByteBuffer.allocate(answer.position());
      out.put(answer.flip()).flip();
      answer.clear();
      replies.send(client, out, isLast);
    }
  }

  private boolean mail() {
    int dot = DotSearch.behind(block, start, end);
    if (dot < 0) {
      start = Math.max(start, end - DotSearch.OVERLAP);
    } else {
      start = dot;
      isInMail = false;
      mails.incrementAndGet();
      answer.put(TAKEN);
    }
    return false;
  }

  /** Gives whether it was the last. */
  private boolean command() {
    int newLine = start;
    while (newLine < end && block[newLine] != '\n') {
      newLine++;
    }
    if (newLine == end) {
      return false;
    }
    int verb = block[start] & ~0x20; // in upper case
    int second = block[start + 1] & ~0x20;
    start = newLine + 1;
    if (verb == 'D') {
      isInMail = true;
      start = newLine - 1; // its CR LF may be the one before a lone dot
      answer.put(GO_ON);
    } else {
      answer.put(verb == 'E' ? EXTENSIONS : verb == 'Q' ? BYE : FINE);
    }
    return verb == 'Q' && second == 'U';
  }
}
