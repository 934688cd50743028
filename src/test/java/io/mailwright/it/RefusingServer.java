package io.mailwright.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** An SMTP server that says yes to everything but one command, over any number of connections. */
final class RefusingServer implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
  private final String refused;
  private final String reply;
  private final AtomicInteger left;

  /**
   * @param refused the first letters of the command, in capitals; a dot for the end of the mail
   * @param reply what it is answered
   */
  RefusingServer(String refused, String reply) throws IOException {
    this(refused, reply, Integer.MAX_VALUE);
  }

  /**
   * One that is gone after some refusals: it hangs up on who is there, and lets nobody in any more.
   *
   * @param reply with {@code {left}} in place of the number of refusals to come
   * @param refusals how many, 1 or more
   */
  RefusingServer(String refused, String reply, int refusals) throws IOException {
    this.refused = refused;
    this.reply = reply;
    this.left = new AtomicInteger(refusals);
    inBackground(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private static void inBackground(Runnable work) {
    Thread thread = new Thread(work, "refusing-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        inBackground(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1))) {
      say(client, "220 here");
      boolean isInMail = false;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String command = line.toUpperCase(Locale.ROOT);
        if (isInMail && !line.equals(".")) {
          continue;
        }
        isInMail = !isInMail && command.equals("DATA");
        if (command.startsWith(refused)) {
          say(client, reply.replace("{left}", Integer.toString(left.get())));
          if (left.decrementAndGet() == 0) {
            listener.close();
          }
        } else if (left.get() <= 0) {
          return;
        } else {
          say(client, isInMail ? "354 go on" : command.equals("QUIT") ? "221 bye" : "250 ok");
        }
      }
    } catch (IOException hungUp) {
      // The client may leave as it likes.
    }
  }

  private static void say(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
