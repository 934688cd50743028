package io.mailwright.sandbox.pop3;

import io.mailwright.sandbox.SandboxMailbox;
import io.mailwright.sandbox.SandboxMailbox.Returned;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * One POP3 session (RFC 1939): USER and PASS, then STAT, LIST, UIDL, RETR, TOP, DELE, RSET, NOOP on
 * the mails that were there at the log-in, and QUIT, which deletes. For one thread.
 */
final class Pop3Session {
  private static final int LONGEST_LINE = 255;
  private static final int MOST_ERRORS = 20;

  private final SandboxMailbox mailbox;
  private final AtomicBoolean inUse;
  private final InputStream in;
  private final OutputStream out;
  private final Set<Integer> deleted = new TreeSet<>();
  private List<Returned> mails = List.of();
  private String user = "";
  private boolean isIn;
  private int errors;

  Pop3Session(SandboxMailbox mailbox, AtomicBoolean inUse, InputStream in, OutputStream out) {
    this.mailbox = mailbox;
    this.inUse = inUse;
    this.in = new BufferedInputStream(in);
    this.out = new BufferedOutputStream(out);
  }

  /** Until QUIT, or until the client is gone. */
  void run() throws IOException {
    try {
      ok("Mailwright sandbox");
      String line = line();
      while (line != null && errors < MOST_ERRORS) {
        String[] words = line.split(" ", 2);
        String argument = words.length > 1 ? words[1].strip() : "";
        String command = words[0].toUpperCase(Locale.ROOT);
        if (command.equals("QUIT")) {
          quit();
          return;
        }
        if (isIn) {
          transaction(command, argument);
        } else {
          authorization(command, argument);
        }
        line = line();
      }
    } finally {
      if (isIn) {
        inUse.set(false);
      }
    }
  }

  private void authorization(String command, String argument) throws IOException {
    switch (command) {
      case "CAPA" -> many("capabilities", "USER", "UIDL", "TOP");
      case "USER" -> {
        user = argument;
        ok("give the password");
      }
      case "PASS" -> logIn(argument);
      default -> error("log in first: USER, PASS");
    }
  }

  private void logIn(String password) throws IOException {
    if (!user.equals(Pop3Server.USER) || !password.equals(Pop3Server.PASSWORD)) {
      error("[AUTH] the name or password is wrong");
    } else if (!inUse.compareAndSet(false, true)) {
      error("[IN-USE] another session has the mailbox");
    } else {
      isIn = true;
      mails = mailbox.list();
      ok(mails.size() + " mails");
    }
  }

  private void transaction(String command, String argument) throws IOException {
    switch (command) {
      case "CAPA" -> many("capabilities", "USER", "UIDL", "TOP");
      case "NOOP" -> ok("");
      case "STAT" -> {
        long size = left().stream().mapToLong(n -> mails.get(n - 1).bytes().length).sum();
        ok(left().size() + " " + size);
      }
      case "LIST" -> listing(argument, n -> n + " " + mails.get(n - 1).bytes().length);
      case "UIDL" -> listing(argument, n -> n + " sandbox-" + mails.get(n - 1).id());
      case "RETR" -> retrieve(argument, Integer.MAX_VALUE);
      case "TOP" -> {
        String[] words = argument.split(" +", 2);
        if (words.length == 2 && words[1].matches("\\d{1,6}")) {
          retrieve(words[0], Integer.parseInt(words[1]));
        } else {
          error("TOP wants a number and a count of lines");
        }
      }
      case "DELE" -> {
        int n = number(argument);
        if (n > 0) {
          deleted.add(n);
          ok("deleted at QUIT");
        }
      }
      case "RSET" -> {
        deleted.clear();
        ok("");
      }
      default -> error("this command is not known");
    }
  }

  private interface Row {
    String of(int number);
  }

  private void listing(String argument, Row row) throws IOException {
    if (argument.isEmpty()) {
      many(left().size() + " mails", left().stream().map(row::of).toArray(String[]::new));
      return;
    }
    int n = number(argument);
    if (n > 0) {
      ok(row.of(n));
    }
  }

  private List<Integer> left() {
    return java.util.stream.IntStream.rangeClosed(1, mails.size())
        .filter(n -> !deleted.contains(n))
        .boxed()
        .toList();
  }

  /** The number of a mail that is there; says the refusal and is 0 otherwise. */
  private int number(String argument) throws IOException {
    int n = argument.matches("\\d{1,9}") ? Integer.parseInt(argument) : 0;
    if (n < 1 || n > mails.size() || deleted.contains(n)) {
      error("there is no such mail");
      return 0;
    }
    return n;
  }

  private void retrieve(String argument, int bodyLines) throws IOException {
    int n = number(argument);
    if (n == 0) {
      return;
    }
    String mail = new String(mails.get(n - 1).bytes(), StandardCharsets.ISO_8859_1);
    int body = mail.indexOf("\r\n\r\n");
    say("+OK");
    int left = bodyLines;
    int at = 0;
    for (String line : mail.lines().toList()) {
      boolean isBody = body >= 0 && at > body + 2;
      if (isBody && left-- <= 0) {
        break;
      }
      say(line.startsWith(".") ? "." + line : line);
      at += line.length() + 2;
    }
    say(".");
    out.flush();
  }

  private void quit() throws IOException {
    if (isIn) {
      mailbox.delete(deleted.stream().map(n -> mails.get(n - 1).id()).collect(Collectors.toSet()));
    }
    ok("good-bye");
  }

  private void many(String first, String... lines) throws IOException {
    say("+OK " + first);
    for (String line : lines) {
      say(line);
    }
    say(".");
    out.flush();
  }

  private void ok(String words) throws IOException {
    say(("+OK " + words).strip());
    out.flush();
  }

  private void error(String words) throws IOException {
    errors++;
    say("-ERR " + words);
    out.flush();
  }

  private void say(String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The next command; null if the client is gone, or said more than a command can have. */
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0 || line.length() > LONGEST_LINE) {
        return null;
      }
      if (octet != '\r') {
        line.append((char) octet);
      }
    }
    return line.toString();
  }
}
