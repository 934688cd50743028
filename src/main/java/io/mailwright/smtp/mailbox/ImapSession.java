package io.mailwright.smtp.mailbox;

import io.mailwright.feedback.evidence.RawMail;
import io.mailwright.feedback.mailbox.Letter;
import io.mailwright.feedback.mailbox.MailboxEndpoint;
import io.mailwright.feedback.mailbox.MailboxFailure;
import io.mailwright.feedback.mailbox.MailboxFinding;
import io.mailwright.feedback.mailbox.MailboxSession;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A folder that is open over IMAP. */
final class ImapSession implements MailboxSession {
  private final Wire wire;
  private final ImapDialog dialog;
  private final MailboxEndpoint endpoint;
  private final Set<String> capabilities;
  private final String validity;

  ImapSession(
      Wire wire,
      ImapDialog dialog,
      MailboxEndpoint endpoint,
      Set<String> capabilities,
      String validity) {
    this.wire = wire;
    this.dialog = dialog;
    this.endpoint = endpoint;
    this.capabilities = capabilities;
    this.validity = validity;
  }

  @Override
  public String validity() {
    return validity;
  }

  @Override
  public boolean isOpen() {
    return wire.isOpen();
  }

  @Override
  public List<Letter> list(long after, int most) throws MailboxFailure {
    TreeSet<Long> uids = new TreeSet<>();
    try {
      dialog.need("NOOP", MailboxFinding.REFUSED);
      if (dialog.exists() == 0) {
        return List.of();
      }
      // Some servers give the last mail where none has a higher number.
      ImapDialog.Ended ended =
          dialog.ask(
              "UID FETCH " + (after + 1) + ":* (UID)",
              response -> {
                if (response.isFetch()) {
                  response.uid().filter(uid -> uid > after).ifPresent(uids::add);
                  if (uids.size() > most) {
                    uids.pollLast();
                  }
                }
              });
      if (!ended.isOk()) {
        throw Failures.refused(MailboxFinding.REFUSED, ended.words());
      }
    } catch (IOException e) {
      throw Failures.lost(e);
    }
    return uids.stream().map(uid -> new Letter(uid, Optional.of(validity + "/" + uid))).toList();
  }

  @Override
  public RawMail read(Letter letter) throws MailboxFailure {
    try {
      return RawMail.read(new ImapPieces(dialog, letter.number()));
    } catch (IOException e) {
      throw Failures.lost(e);
    }
  }

  @Override
  public void settle(Collection<Letter> letters) throws MailboxFailure {
    if (letters.isEmpty()) {
      return;
    }
    String set =
        letters.stream().map(l -> Long.toString(l.number())).collect(Collectors.joining(","));
    try {
      switch (endpoint.afterStoring()) {
        case DELETE -> delete(set);
        case MOVE -> move(set, quotedFolder(endpoint.moveTo().orElseThrow()));
        case SEEN ->
            dialog.need("UID STORE " + set + " +FLAGS.SILENT (\\Seen)", MailboxFinding.REFUSED);
      }
    } catch (IOException e) {
      throw Failures.lost(e);
    }
  }

  static String quotedFolder(String name) {
    return ImapDialog.quoted(FolderName.encode(name));
  }

  private void delete(String set) throws IOException, MailboxFailure {
    dialog.need("UID STORE " + set + " +FLAGS.SILENT (\\Deleted)", MailboxFinding.REFUSED);
    // Without UIDPLUS (RFC 4315) what others have marked goes, too.
    dialog.need(
        capabilities.contains("UIDPLUS") ? "UID EXPUNGE " + set : "EXPUNGE",
        MailboxFinding.REFUSED);
  }

  private void move(String set, String folder) throws IOException, MailboxFailure {
    boolean canMove = capabilities.contains("MOVE");
    String command = "UID " + (canMove ? "MOVE " : "COPY ") + set + " " + folder;
    ImapDialog.Ended ended = dialog.ask(command, response -> {});
    if (!ended.isOk() && ended.text().toUpperCase(java.util.Locale.ROOT).contains("[TRYCREATE]")) {
      dialog.need("CREATE " + folder, MailboxFinding.NO_FOLDER);
      ended = dialog.ask(command, response -> {});
    }
    if (!ended.isOk()) {
      throw Failures.refused(MailboxFinding.NO_FOLDER, ended.words());
    }
    if (!canMove) {
      delete(set);
    }
  }

  @Override
  public void close() {
    try {
      dialog.ask("LOGOUT", response -> {});
    } catch (IOException e) {
      MailboxLog.closeFailed(e);
    } finally {
      wire.cut();
    }
  }
}
