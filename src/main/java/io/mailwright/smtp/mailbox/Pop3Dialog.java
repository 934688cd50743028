package io.mailwright.smtp.mailbox;

import io.mailwright.feedback.mailbox.MailboxFailure;
import io.mailwright.feedback.mailbox.MailboxFinding;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Commands and their answers, over one connection. */
final class Pop3Dialog {
  private static final int MOST_LINES = 1_000_000;
  private static final int MOST_CAPABILITIES = 500;

  private final Wire wire;

  Pop3Dialog(Wire wire) {
    this.wire = wire;
  }

  static boolean isOk(String answer) {
    return answer.regionMatches(true, 0, "+OK", 0, 3);
  }

  /** Without the first word. */
  static String words(String answer) {
    return answer.indexOf(' ') < 0 ? "" : answer.substring(answer.indexOf(' ') + 1);
  }

  /** Says a command and reads the first line of its answer. */
  String ask(String command) throws IOException {
    return ask(command, command);
  }

  /**
   * @param shown the same without secrets
   */
  String ask(String command, String shown) throws IOException {
    wire.within(wire.patience().answer());
    wire.send(command, shown);
    return wire.line();
  }

  /** Says one that has to go well. */
  void need(String command, MailboxFinding otherwise) throws IOException, MailboxFailure {
    String answer = ask(command);
    if (!isOk(answer)) {
      throw Failures.refused(otherwise, words(answer));
    }
  }

  /** Reads the lines of an answer that has several. */
  void lines(Consumer<String> each) throws IOException {
    for (int i = 0; i < MOST_LINES; i++) {
      String line = wire.line();
      if (line.equals(".")) {
        return;
      }
      each.accept(line);
    }
    throw new WireNonsense("an answer has more than " + MOST_LINES + " lines");
  }

  /** What the server can do (RFC 2449), in capitals; nothing if it does not say. */
  Set<String> capabilities() throws IOException {
    Set<String> all = new TreeSet<>();
    if (isOk(ask("CAPA"))) {
      lines(
          line -> {
            if (all.size() < MOST_CAPABILITIES) {
              all.add(line.strip().toUpperCase(Locale.ROOT));
            }
          });
    }
    return all;
  }
}
