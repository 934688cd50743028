package io.mailwright.smtp;

import io.mailwright.delivery.courier.MailBody;
import java.io.IOException;
import java.io.OutputStream;

/** A mail as bytes. Immutable. */
final class EncodedMail implements MailBody {
  private final byte[] bytes;
  private final boolean utf8Header;

  EncodedMail(byte[] bytes, boolean utf8Header) {
    this.bytes = bytes;
    this.utf8Header = utf8Header;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public boolean needsSmtpUtf8() {
    return utf8Header;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes);
  }
}
