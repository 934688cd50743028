package io.mailwright.smtp.mailbox;

import io.mailwright.feedback.mailbox.MailboxFailure;
import io.mailwright.feedback.mailbox.MailboxFinding;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Commands and their responses, over one connection. */
final class ImapDialog {
  private static final int MOST_RESPONSES = 1_000_000;
  private static final int MOST_CAPABILITIES = 500;

  private final Wire wire;
  private int tags;
  private long exists;

  ImapDialog(Wire wire) {
    this.wire = wire;
  }

  /**
   * How a command ended.
   *
   * @param text what follows the tag: {@code OK …}, {@code NO …} or {@code BAD …}
   * @param said what was asked back last ({@code + …})
   */
  record Ended(String text, Optional<String> said) {
    boolean isOk() {
      return text.regionMatches(true, 0, "OK", 0, 2);
    }

    /** Without the first word. */
    String words() {
      return text.substring(Math.min(text.length(), text.indexOf(' ') + 1));
    }
  }

  Patience patience() {
    return wire.patience();
  }

  /** Mails in the folder, as was told last. */
  long exists() {
    return exists;
  }

  /** Says a command, without secrets. */
  Ended ask(String command, Consumer<ImapResponse> each) throws IOException {
    return ask(command, command, List.of(), wire.patience().answer(), each);
  }

  /** Says one whose responses do not matter, and that has to go well. */
  void need(String command, MailboxFinding otherwise) throws IOException, MailboxFailure {
    Ended ended = ask(command, response -> {});
    if (!ended.isOk()) {
      throw Failures.refused(otherwise, ended.words());
    }
  }

  /**
   * Says a command.
   *
   * @param shown the same without secrets
   * @param answers what is said each time the server asks; then nothing
   * @param each takes the untagged responses
   */
  Ended ask(
      String command,
      String shown,
      List<String> answers,
      Duration time,
      Consumer<ImapResponse> each)
      throws IOException {
    String tag = "A" + ++tags + " ";
    Deque<String> left = new ArrayDeque<>(answers);
    Optional<String> said = Optional.empty();
    wire.within(time);
    wire.send(tag + command, tag + shown);
    for (int i = 0; i < MOST_RESPONSES; i++) {
      ImapResponse response = ImapResponse.read(wire);
      if (response.text().startsWith(tag)) {
        return new Ended(response.text().substring(tag.length()), said);
      }
      if (response.isContinuation()) {
        said = Optional.of(response.text().substring(1).strip());
        String answer = left.isEmpty() ? "" : left.pop();
        wire.send(answer, answer.isEmpty() ? "" : "****");
      } else {
        response.exists().ifPresent(n -> exists = n);
        each.accept(response);
      }
    }
    throw new WireNonsense("more than " + MOST_RESPONSES + " responses to one command");
  }

  /** What the server can do, in capitals. */
  Set<String> capabilities() throws IOException {
    Set<String> all = new TreeSet<>();
    ask(
        "CAPABILITY",
        response -> {
          String line = response.text().toUpperCase(Locale.ROOT);
          if (line.startsWith("* CAPABILITY ") && all.size() < MOST_CAPABILITIES) {
            all.addAll(List.of(line.strip().split(" +", MOST_CAPABILITIES)));
          }
        });
    return all;
  }

  /** A text as a quoted string (RFC 3501 section 4.3). */
  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
