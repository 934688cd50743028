package io.mailwright.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * An SMTP server that plays a dialog from {@code src/test/resources/dialogs/NAME.txt} and fails
 * when the client says something else. A line of the script is one of:
 *
 * <pre>
 * # ...          a comment
 * S: text        the server says this line
 * C: text        the client must say this line; a * at its end stands for any rest
 * CONTENT        the client sends a mail up to and with the lone dot; kept as it came
 * NOTHING        nothing more came together with what came last
 * TLS            the connection is switched to TLS
 * CLOSE          the server hangs up
 * RESET          the server hangs up without reading what is left (TCP RST)
 * END            the client hangs up, with or without QUIT, which is not answered
 * DRIP: text     the server says this line again and again, an octet every 20 ms, until cut off
 * ENDLESS: text  the server says this line again and again, as fast as it goes, until cut off
 * FLOOD: text    the server says this and never ends the line, as fast as it goes, until cut off
 * PAUSE          the server neither reads nor says anything more until the peer is closed
 * SILENCE        the server says nothing more until the client hangs up
 * ---            the next connection
 * </pre>
 */
public final class ScriptedSmtpPeer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final ServerSocket listener;
  private final SSLContext tls;
  private final List<String> contents = Collections.synchronizedList(new ArrayList<>());
  private final List<String> commands = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<Void> played = new CompletableFuture<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch silent = new CountDownLatch(1);
  private volatile Socket current;

  private ScriptedSmtpPeer(String script, SSLContext tls) throws IOException {
    this.tls = tls;
    this.listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    Thread thread = new Thread(() -> play(script), "scripted-smtp-peer");
    thread.setDaemon(true);
    thread.start();
  }

  /** Plays a dialog without TLS. */
  public static ScriptedSmtpPeer playing(String name) throws IOException {
    return playing(name, null);
  }

  /** Plays a dialog with TLS where the script says so. */
  public static ScriptedSmtpPeer playing(String name, SSLContext tls) throws IOException {
    try (InputStream in = ScriptedSmtpPeer.class.getResourceAsStream("/dialogs/" + name + ".txt")) {
      if (in == null) {
        throw new IllegalArgumentException("there is no dialog " + name);
      }
      return new ScriptedSmtpPeer(new String(in.readAllBytes(), StandardCharsets.UTF_8), tls);
    }
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return listener.getLocalPort();
  }

  /** What came between 354 and the lone dot, byte for byte as Latin-1, dots still doubled. */
  public List<String> contents() {
    return List.copyOf(contents);
  }

  /** The lines that the client said outside of contents. */
  public List<String> commands() {
    return List.copyOf(commands);
  }

  /** The address that the last client came from. */
  public String client() {
    return current.getInetAddress().getHostAddress();
  }

  /** Waits until the script has come to its first SILENCE. */
  public void awaitSilence() throws InterruptedException {
    if (!silent.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the dialog does not come to its silence: " + commands);
    }
  }

  /** Waits until the script has been played to its end. */
  public void assertPlayed() throws InterruptedException, TimeoutException {
    try {
      played.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("the dialog went another way: " + e.getCause().getMessage(), e);
    }
  }

  private void play(String script) {
    try {
      for (String connection : script.split("(?m)^---\\s*$")) {
        List<String> steps =
            connection.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList();
        try (Socket socket = listener.accept()) {
          current = socket;
          socket.setSoTimeout(PATIENCE_MILLIS);
          new Connection(socket).play(steps);
        }
      }
      played.complete(null);
    } catch (IOException | RuntimeException e) {
      played.completeExceptionally(e);
    }
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    listener.close();
    Socket socket = current;
    if (socket != null) {
      socket.close();
    }
  }

  private final class Connection {
    private Socket socket;
    private InputStream in;

    Connection(Socket socket) throws IOException {
      use(socket);
    }

    private void use(Socket next) throws IOException {
      socket = next;
      in = new BufferedInputStream(next.getInputStream());
    }

    void play(List<String> steps) throws IOException {
      for (String step : steps) {
        if (step.startsWith("S: ")) {
          say(step.substring(3));
        } else if (step.startsWith("C: ")) {
          expect(step.substring(3));
        } else if (step.startsWith("DRIP: ")) {
          sayUntilCutOff(step.substring(6) + "\r\n", 20);
        } else if (step.startsWith("ENDLESS: ")) {
          sayUntilCutOff((step.substring(9) + "\r\n").repeat(100), 0);
        } else if (step.startsWith("FLOOD: ")) {
          sayUntilCutOff(step.substring(7).repeat(100), 0);
        } else {
          act(step.strip());
        }
      }
    }

    private void act(String step) throws IOException {
      switch (step) {
        case "CONTENT" -> contents.add(content());
        case "NOTHING" -> expectNothing();
        case "TLS" -> startTls();
        case "CLOSE" -> socket.close();
        case "RESET" -> {
          socket.setSoLinger(true, 0);
          socket.close();
        }
        case "PAUSE" -> awaitClose();
        case "END" -> awaitEnd();
        case "SILENCE" -> drain();
        default -> throw new IllegalArgumentException("unknown step " + step);
      }
    }

    private void say(String line) throws IOException {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    }

    private void sayUntilCutOff(String text, int millisAnOctet) {
      byte[] octets = text.getBytes(StandardCharsets.UTF_8);
      try {
        while (true) {
          if (millisAnOctet == 0) {
            socket.getOutputStream().write(octets);
          }
          for (int i = 0; millisAnOctet > 0 && i < octets.length; i++) {
            socket.getOutputStream().write(octets[i]);
            if (closing.await(millisAnOctet, TimeUnit.MILLISECONDS)) {
              return;
            }
          }
        }
      } catch (IOException e) {
        commands.add("(cut)");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void expect(String pattern) throws IOException {
      String line = line();
      commands.add(line);
      boolean fits =
          pattern.endsWith("*")
              ? line.startsWith(pattern.substring(0, pattern.length() - 1))
              : line.equals(pattern);
      if (!fits) {
        throw new IOException("expected <" + pattern + "> but the client said <" + line + ">");
      }
    }

    private String line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new EOFException("the client hung up after " + commands);
        }
        line.write(b);
      }
      String text = line.toString(StandardCharsets.UTF_8);
      if (!text.endsWith("\r")) {
        throw new IOException("a line of the client ends without CR: " + text);
      }
      return text.substring(0, text.length() - 1);
    }

    private String content() throws IOException {
      StringBuilder all = new StringBuilder();
      while (!all.toString().endsWith("\r\n.\r\n")) {
        int b = in.read();
        if (b < 0) {
          throw new EOFException("the client hung up in the content");
        }
        all.append((char) b);
        while (b != '\n') {
          b = in.read();
          if (b < 0) {
            throw new EOFException("the client hung up in the content");
          }
          all.append((char) b);
        }
      }
      return all.substring(0, all.length() - 3);
    }

    private void expectNothing() throws IOException {
      if (in.available() > 0) {
        throw new IOException("the client has said more already: <" + line() + ">");
      }
    }

    private void startTls() throws IOException {
      SSLSocket secured =
          (SSLSocket) tls.getSocketFactory().createSocket(socket, "client", socket.getPort(), true);
      secured.setUseClientMode(false);
      try {
        secured.startHandshake();
      } catch (IOException e) {
        // The client refuses the certificate; what follows in the script then fails or ends.
        commands.add("(handshake failed)");
      }
      use(secured);
    }

    private void awaitClose() {
      try {
        closing.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void awaitEnd() throws IOException {
      try {
        for (String line = line(); !line.equals("QUIT"); line = line()) {
          commands.add(line);
        }
      } catch (EOFException | SocketException e) {
        commands.add("(hung up)");
      }
    }

    private void drain() {
      silent.countDown();
      try {
        while (in.read() >= 0) {
          // Whatever comes, until the client hangs up.
        }
      } catch (SocketTimeoutException e) {
        throw new UncheckedIOException("the client did not hang up", e);
      } catch (IOException e) {
        commands.add("(cut)");
      }
    }
  }
}
