package io.mailwright.smtp.mailbox;

import io.mailwright.feedback.evidence.RawMail;
import io.mailwright.feedback.mailbox.Letter;
import io.mailwright.feedback.mailbox.MailboxFailure;
import io.mailwright.feedback.mailbox.MailboxFinding;
import io.mailwright.feedback.mailbox.MailboxSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mailbox that is open over POP3. */
final class Pop3Session implements MailboxSession {
  private static final Pattern LISTED = Pattern.compile("(\\d{1,9})(?: ([!-~]{1,150}))?.*");

  private final Wire wire;
  private final Pop3Dialog dialog;

  Pop3Session(Wire wire, Pop3Dialog dialog) {
    this.wire = wire;
    this.dialog = dialog;
  }

  @Override
  public String validity() {
    return "";
  }

  @Override
  public boolean isOpen() {
    return wire.isOpen();
  }

  @Override
  public List<Letter> list(long after, int most) throws MailboxFailure {
    List<Letter> letters = new ArrayList<>();
    try {
      boolean hasUidl = Pop3Dialog.isOk(dialog.ask("UIDL"));
      if (!hasUidl) {
        dialog.need("LIST", MailboxFinding.REFUSED);
      }
      dialog.lines(
          line -> {
            Matcher listed = LISTED.matcher(line);
            if (listed.matches() && letters.size() < most) {
              long number = Long.parseLong(listed.group(1));
              if (number > after) {
                letters.add(
                    new Letter(
                        number, hasUidl ? Optional.ofNullable(listed.group(2)) : Optional.empty()));
              }
            }
          });
    } catch (IOException e) {
      throw Failures.lost(e);
    }
    return letters;
  }

  @Override
  public RawMail read(Letter letter) throws MailboxFailure {
    try {
      String answer = dialog.ask("RETR " + letter.number());
      if (!Pop3Dialog.isOk(answer)) {
        throw Failures.refused(MailboxFinding.REFUSED, Pop3Dialog.words(answer));
      }
      wire.within(wire.patience().mail());
      Pop3Mail mail = new Pop3Mail(wire);
      RawMail raw = RawMail.read(mail);
      passOver(mail);
      return raw;
    } catch (IOException e) {
      throw Failures.lost(e);
    }
  }

  /** What is kept of the mail is good, also where it has no end. */
  private void passOver(Pop3Mail mail) {
    try {
      mail.passOver();
    } catch (IOException e) {
      MailboxLog.mailWithoutEnd(e);
      wire.cut();
    }
  }

  @Override
  public void settle(Collection<Letter> letters) throws MailboxFailure {
    try {
      for (Letter letter : letters) {
        dialog.need("DELE " + letter.number(), MailboxFinding.REFUSED);
      }
    } catch (IOException e) {
      throw Failures.lost(e);
    }
  }

  @Override
  public void close() {
    try {
      dialog.ask("QUIT");
    } catch (IOException e) {
      MailboxLog.closeFailed(e);
    } finally {
      wire.cut();
    }
  }
}
