package io.mailwright.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A line to a TCP server on this machine that can be cut, made slow, or left standing without
 * anything coming through. Thread-safe.
 */
final class CutLine implements AutoCloseable {
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "cut-line");
            thread.setDaemon(true);
            return thread;
          });
  private volatile int target;
  private volatile State state = State.WHOLE;
  private volatile Duration delay = Duration.ZERO;

  private enum State {
    WHOLE,
    CUT,
    SILENT
  }

  CutLine(int target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** The port on 127.0.0.1. */
  int port() {
    return listener.getLocalPort();
  }

  /** Resets all connections; new ones are reset too. */
  void cut() {
    state = State.CUT;
    resetAll();
  }

  /** From now on octets are taken and go nowhere, on old connections and on new ones. */
  void silence() {
    state = State.SILENT;
  }

  /** What the server says comes so much later from now on, on old connections and on new ones. */
  void delay(Duration later) {
    delay = later;
  }

  /** New connections come through; those that were silent are reset. */
  void mend() {
    resetAll();
    state = State.WHOLE;
  }

  /** The same with the server on another port. */
  void mend(int newTarget) {
    target = newTarget;
    mend();
  }

  private void resetAll() {
    sockets.forEach(CutLine::reset);
  }

  private static void reset(Socket socket) {
    synchronized (socket) {
      if (socket.isClosed()) {
        return;
      }
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (state == State.CUT) {
          reset(client);
        } else {
          join(client);
        }
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void join(Socket client) {
    sockets.add(client);
    try {
      client.setTcpNoDelay(true);
      if (state == State.SILENT) {
        threads.execute(() -> pump(client, client, OutputStream.nullOutputStream(), () -> {}));
        return;
      }
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(server);
      server.setTcpNoDelay(true);
      OutputStream toServer = server.getOutputStream();
      OutputStream toClient = client.getOutputStream();
      threads.execute(() -> pump(client, server, toServer, () -> {}));
      threads.execute(() -> pump(server, client, toClient, this::beLate));
    } catch (IOException e) {
      // The server is gone, or the line was cut in this moment: as if nobody listened.
      reset(client);
    }
  }

  private void beLate() {
    LockSupport.parkNanos(delay.toNanos());
  }

  private void pump(Socket from, Socket to, OutputStream out, Runnable before) {
    byte[] block = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      int count = in.read(block);
      while (count >= 0) {
        before.run();
        if (state == State.WHOLE) {
          out.write(block, 0, count);
        }
        count = in.read(block);
      }
      reset(to);
    } catch (IOException e) {
      // Either end is gone, which is what this line is for: the other end hears of it.
      reset(to);
    } finally {
      sockets.remove(from);
      reset(from);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    resetAll();
    threads.shutdownNow();
  }
}
