package io.mailwright.smtp;

import io.mailwright.smtp.DialogLine.Speaker;
import java.util.ArrayList;
import java.util.List;

/** Writes a session's dialog down, line by line with its meaning. */
final class DialogRecorder implements DialogListener {
  private static final int MAX_LINES = 500;

  private final List<DialogLine> lines = new ArrayList<>();
  private DialogMeaning lastAsked = DialogMeaning.GREETING;
  private boolean isTokenAsked;
  private boolean isTokenShown;

  List<DialogLine> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void sent(String command) {
    isTokenShown = isTokenAsked || command.startsWith("AUTH XOAUTH2 ");
    isTokenAsked = command.equals("AUTH XOAUTH2");
    lastAsked = asked(command.split(" ", 2)[0]);
    add(new DialogLine(Speaker.CLIENT, command, lastAsked));
  }

  @Override
  public void received(String reply) {
    DialogMeaning meaning = answered(reply);
    reply.lines().forEach(line -> add(new DialogLine(Speaker.SERVER, line, meaning)));
  }

  private void add(DialogLine line) {
    if (lines.size() < MAX_LINES) {
      lines.add(line);
    }
  }

  private static DialogMeaning asked(String verb) {
    return switch (verb) {
      case "EHLO", "HELO" -> DialogMeaning.HELLO;
      case "STARTTLS" -> DialogMeaning.SECURE;
      case "MAIL" -> DialogMeaning.CHECK;
      case "RSET" -> DialogMeaning.TAKE_BACK;
      case "" -> DialogMeaning.LOGIN_ENDED;
      case "QUIT" -> DialogMeaning.GOODBYE;
      default -> DialogMeaning.LOGIN;
    };
  }

  private DialogMeaning answered(String reply) {
    return switch (reply.isEmpty() ? ' ' : reply.charAt(0)) {
      case '4' -> DialogMeaning.NOT_NOW;
      case '5' -> DialogMeaning.REFUSED;
      case '3' -> isTokenShown ? DialogMeaning.TOKEN_REFUSED : DialogMeaning.LOGIN_GOES_ON;
      case '2' ->
          switch (lastAsked) {
            case GREETING -> DialogMeaning.GREETING;
            case HELLO -> DialogMeaning.OFFER;
            case SECURE -> DialogMeaning.SECURING;
            case LOGIN -> DialogMeaning.LOGGED_IN;
            case CHECK -> DialogMeaning.CHECKED;
            case TAKE_BACK -> DialogMeaning.TAKEN_BACK;
            case GOODBYE -> DialogMeaning.GOODBYE_ANSWERED;
            default -> DialogMeaning.OTHER;
          };
      default -> DialogMeaning.OTHER;
    };
  }
}
