package io.mailwright.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An SMTP server that accepts everything and counts; a thread a connection, no parsing beyond the
 * verbs.
 */
final class Sink implements AutoCloseable {
  private final ServerSocket server;
  private final AtomicLong mails = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "sink");
            thread.setDaemon(true);
            return thread;
          });

  Sink() throws IOException {
    server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Connections that ended in the middle of a dialog. */
  long lost() {
    return lost.get();
  }

  long mails() {
    return mails.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      converse(socket);
    } catch (IOException e) {
      lost.incrementAndGet();
    }
  }

  private void converse(Socket socket) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    OutputStream out = socket.getOutputStream();
    say(out, "220 sink");
    String line = line(in);
    while (line != null) {
      String verb = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(Locale.ROOT);
      switch (verb) {
        case "EHLO" -> say(out, "250-sink\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES");
        case "DATA" -> {
          say(out, "354 go");
          skipBody(in);
          mails.incrementAndGet();
          say(out, "250 2.0.0 taken");
        }
        case "QUIT" -> {
          say(out, "221 bye");
          return;
        }
        default -> say(out, "250 2.0.0 ok");
      }
      line = line(in);
    }
  }

  private static void skipBody(InputStream in) throws IOException {
    int matched = 2; // as after a CR LF
    byte[] end = {'\r', '\n', '.', '\r', '\n'};
    while (matched < end.length) {
      int octet = in.read();
      if (octet < 0) {
        throw new IOException("closed within DATA");
      }
      if (octet == end[matched]) {
        matched++;
      } else {
        matched = octet == '\r' ? 1 : 0;
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int octet = in.read();
    while (octet >= 0 && octet != '\n') {
      if (octet != '\r') {
        line.append((char) octet);
      }
      octet = in.read();
    }
    return octet < 0 ? null : line.toString();
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
