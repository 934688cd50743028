package io.mailwright.content.program;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** A mail as runs of octets, of which the last is shared with other mails. Immutable. */
final class ComposedMail implements MailBody {
  private final List<byte[]> runs;
  private final boolean utf8Header;
  private final long size;

  ComposedMail(List<byte[]> runs, boolean utf8Header) {
    this.runs = runs;
    this.utf8Header = utf8Header;
    this.size = runs.stream().mapToLong(run -> run.length).sum();
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean needsSmtpUtf8() {
    return utf8Header;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    for (byte[] run : runs) {
      out.write(run);
    }
  }
}
