package io.mailwright.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A bare SMTP client: says a line, hears a reply. */
final class SmtpDialog implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader in;
  private final OutputStream out;

  SmtpDialog(int port) throws IOException {
    socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
    socket.setSoTimeout(20_000);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    out = socket.getOutputStream();
  }

  /** Greeted and introduced. */
  static SmtpDialog introduced(int port) throws IOException {
    SmtpDialog dialog = new SmtpDialog(port);
    dialog.hear();
    dialog.say("EHLO test.example");
    return dialog;
  }

  /** The next reply with all its lines, or null if the connection is closed. */
  String hear() throws IOException {
    StringBuilder reply = new StringBuilder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      reply.append(line);
      if (line.length() < 4 || line.charAt(3) != '-') {
        return reply.toString();
      }
      reply.append('\n');
    }
    return null;
  }

  void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  String say(String line) throws IOException {
    write(line + "\r\n");
    return hear();
  }

  /** MAIL, RCPT and DATA as needed; the reply to the first that is refused, else to the dot. */
  String send(String recipient, String message) throws IOException {
    String mail = say("MAIL FROM:<sender@example.org>");
    if (!mail.startsWith("250")) {
      return mail;
    }
    String rcpt = say("RCPT TO:<" + recipient + ">");
    if (!rcpt.startsWith("250")) {
      say("RSET");
      return rcpt;
    }
    say("DATA");
    return say(message + "\r\n.");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
