package io.mailwright.testing;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * An SMTP server that accepts everything and counts; a thread a connection, no parsing beyond the
 * verbs. What it does at the end of a mail can be told.
 */
public final class SmtpSink implements AutoCloseable {
  private final ServerSocket server;
  private final AtEnd atEnd;
  private volatile Predicate<String> silentTo = recipient -> false;
  private final AtomicLong mails = new AtomicLong();
  private final Map<String, AtomicLong> bySource = new ConcurrentHashMap<>();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "sink");
            thread.setDaemon(true);
            return thread;
          });

  /** What is done when the final dot of a mail has come, instead of the reply. */
  @FunctionalInterface
  public interface AtEnd {
    /**
     * @param recipient as RCPT TO named it
     * @param line to answer with; it may be closed
     */
    void mail(String recipient, Line line) throws IOException;
  }

  /** The connection to a client. */
  public static final class Line {
    private final Socket socket;
    private final OutputStream out;

    private Line(Socket socket) throws IOException {
      this.socket = socket;
      this.out = new BufferedOutputStream(socket.getOutputStream());
    }

    /** Says a line. */
    public void say(String text) throws IOException {
      out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Says a part of a line. */
    public void put(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Sends what was said. */
    public void flush() throws IOException {
      out.flush();
    }

    /** Hangs up. */
    public void close() throws IOException {
      socket.close();
    }

    /** Hangs up by a TCP reset. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Whether it was closed here. */
    public boolean isClosed() {
      return socket.isClosed();
    }
  }

  /** Accepts every mail. */
  public SmtpSink() throws IOException {
    this((recipient, line) -> line.say("250 2.0.0 taken"));
  }

  /**
   * @param atEnd called by many threads at once
   */
  public SmtpSink(AtEnd atEnd) throws IOException {
    this.atEnd = atEnd;
    server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** Says nothing more, as long as the client waits, after a RCPT TO such a recipient. */
  public void silentTo(Predicate<String> recipients) {
    silentTo = recipients;
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return server.getLocalPort();
  }

  /** Connections that ended in the middle of a dialog. */
  public long lost() {
    return lost.get();
  }

  /** Mails whose final dot has come. */
  public long mails() {
    return mails.get();
  }

  /** Mails from an address whose final dot has come. */
  public long mailsFrom(String address) {
    return bySource.getOrDefault(address, new AtomicLong()).get();
  }

  /** The most connections that were open at a time since the last call. */
  public int mostOpen() {
    return mostOpen.getAndSet(open.get());
  }

  /** Connections that are open now. */
  public int open() {
    return open.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    int now = open.incrementAndGet();
    mostOpen.accumulateAndGet(now, Math::max);
    try (socket) {
      converse(socket);
    } catch (IOException e) {
      lost.incrementAndGet();
    } finally {
      open.decrementAndGet();
      sockets.remove(socket);
    }
  }

  private void converse(Socket socket) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    Line line = new Line(socket);
    String recipient = "";
    line.say("220 sink");
    line.flush();
    String command = command(in);
    while (command != null) {
      String verb =
          command.length() < 4 ? command : command.substring(0, 4).toUpperCase(Locale.ROOT);
      switch (verb) {
        case "EHLO" ->
            line.say("250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES");
        case "RCPT" -> {
          recipient = command.substring(command.indexOf('<') + 1, command.indexOf('>'));
          if (silentTo.test(recipient)) {
            line.flush();
            awaitHangUp(in);
            return;
          }
          line.say("250 2.1.5 ok");
        }
        case "DATA" -> {
          line.say("354 go");
          line.flush();
          skipBody(in);
          mails.incrementAndGet();
          bySource
              .computeIfAbsent(socket.getInetAddress().getHostAddress(), a -> new AtomicLong())
              .incrementAndGet();
          atEnd.mail(recipient, line);
          if (line.isClosed()) {
            return;
          }
        }
        case "QUIT" -> {
          line.say("221 bye");
          line.flush();
          return;
        }
        default -> line.say("250 2.0.0 ok");
      }
      if (in.available() == 0) {
        line.flush(); // a group of commands is answered in one packet
      }
      command = command(in);
    }
  }

  private static void awaitHangUp(InputStream in) throws IOException {
    int octet = in.read();
    while (octet >= 0) {
      octet = in.read();
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

  private static String command(InputStream in) throws IOException {
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

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
