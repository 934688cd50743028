package io.mailwright.smtp;

import static org.awaitility.Awaitility.await;

import io.mailwright.content.program.MailBody;
import io.mailwright.delivery.courier.CourierSession;
import java.io.IOException;
import java.io.OutputStream;

/** A body that is written when the server has said something out of turn. */
record WaitingBody(CourierSession session) implements MailBody {
  @Override
  public long size() {
    return TextBody.HELLO.size();
  }

  @Override
  public boolean needsSmtpUtf8() {
    return false;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    await().until(() -> ((SmtpSession) session).hasUnreadInput());
    TextBody.HELLO.writeTo(out);
  }
}
