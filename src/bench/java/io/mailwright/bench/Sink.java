package io.mailwright.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An SMTP server, in a process of its own, that accepts everything: one thread reads all
 * connections, in blocks, so that it is not what limits those who are measured. It prints its port;
 * each line on its standard input is answered by the mails and the octets that have come; the end
 * of the input ends it.
 */
final class Sink {
  private static final int BACKLOG = 512;

  private final Selector selector;
  private final ServerSocketChannel server;
  private final Replies replies;
  private final AtomicLong mails = new AtomicLong();
  private final AtomicLong octets = new AtomicLong();

  private Sink(long delayMillis) throws IOException {
    replies = Replies.after(delayMillis);
    selector = Selector.open();
    server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
  }

  /**
   * @param args milliseconds before each reply
   */
  public static void main(String[] args) throws IOException {
    Sink sink = new Sink(Long.parseLong(args[0]));
    Thread dialogs = new Thread(sink::serve, "sink");
    dialogs.setDaemon(true);
    dialogs.start();
    System.out.println(((InetSocketAddress) sink.server.getLocalAddress()).getPort());
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    while (questions.readLine() != null) {
      System.out.println(sink.mails.get() + " " + sink.octets.get());
    }
  }

  private void serve() {
    try {
      while (true) {
        selector.select(this::ready);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ready(SelectionKey key) {
    if (!key.isValid()) {
      return; // closed while it was answered
    }
    try {
      if (key.isAcceptable()) {
        accept();
      } else {
        SinkDialog dialog = (SinkDialog) key.attachment();
        dialog.read();
      }
    } catch (IOException e) {
      close(key); // the client went away in the middle
    }
  }

  private void accept() throws IOException {
    SocketChannel client = server.accept();
    client.configureBlocking(false);
    client.setOption(StandardSocketOptions.TCP_NODELAY, true);
    client.register(selector, SelectionKey.OP_READ, new SinkDialog(client, replies, mails, octets));
  }

  private static void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      key.cancel(); // closed by the other side already
    }
  }
}
