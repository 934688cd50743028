package io.mailwright.smtp;

import io.mailwright.content.program.MailBody;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A body from a string, as it is; what is not ASCII in it wants SMTPUTF8. */
record TextBody(String text) implements MailBody {
  static final TextBody HELLO = new TextBody("Subject: t\r\n\r\nhello\r\n");

  @Override
  public long size() {
    return octets().length;
  }

  @Override
  public boolean needsSmtpUtf8() {
    return octets().length > text.length();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(octets());
  }

  private byte[] octets() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
