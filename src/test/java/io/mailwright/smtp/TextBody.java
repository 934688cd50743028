package io.mailwright.smtp;

import io.mailwright.content.program.MailBody;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A body from a string, as it is. */
record TextBody(String text) implements MailBody {
  static final TextBody HELLO = new TextBody("Subject: t\r\n\r\nhello\r\n");

  @Override
  public long size() {
    return text.length();
  }

  @Override
  public boolean needsSmtpUtf8() {
    return false;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
