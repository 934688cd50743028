package io.mailwright.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A bare SMTP client: says a line, hears a reply. */
public final class SmtpDialog implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader in;
  private final OutputStream out;

  /** Connects to 127.0.0.1. */
  public SmtpDialog(int port) throws IOException {
    this(port, "127.0.0.1");
  }

  /** Connects to 127.0.0.1 from an address of this machine. */
  public SmtpDialog(int port, String source) throws IOException {
    socket = new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(source), 0);
    socket.setSoTimeout(20_000);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    out = socket.getOutputStream();
  }

  /** Greeted and introduced. */
  public static SmtpDialog introduced(int port) throws IOException {
    return introduced(port, "127.0.0.1");
  }

  /** Greeted and introduced, from an address of this machine. */
  public static SmtpDialog introduced(int port, String source) throws IOException {
    SmtpDialog dialog = new SmtpDialog(port, source);
    dialog.hear();
    dialog.say("EHLO test.example");
    return dialog;
  }

  /** The next reply with all its lines, or null if the connection is closed. */
  public String hear() throws IOException {
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

  /** Sends a text as it stands. */
  public void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Sends a line and hears the reply. */
  public String say(String line) throws IOException {
    write(line + "\r\n");
    return hear();
  }

  /** MAIL, RCPT and DATA as needed; the reply to the first that is refused, else to the dot. */
  public String send(String recipient, String message) throws IOException {
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
