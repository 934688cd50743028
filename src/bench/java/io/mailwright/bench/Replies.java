package io.mailwright.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** How the sink's replies go out: at once, or after a delay, as over a network. */
interface Replies {
  /**
   * @param replies to what came in one block; the buffer is the taker's
   * @param isLast whether the connection is closed behind them
   */
  void send(SocketChannel client, ByteBuffer replies, boolean isLast) throws IOException;

  /**
   * A delay has a thread of its own: the selector's waiting time counts whole milliseconds, which
   * would make 20 ms one of 21.
   */
  static Replies after(long millis) {
    if (millis == 0) {
      return Replies::write;
    }
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "replies");
              thread.setDaemon(true);
              return thread;
            });
    return (client, replies, isLast) ->
        clock.schedule(
            () -> {
              write(client, replies, isLast);
              return null;
            },
            millis,
            TimeUnit.MILLISECONDS);
  }

  private static void write(SocketChannel client, ByteBuffer replies, boolean isLast)
      throws IOException {
    while (replies.hasRemaining()) {
      client.write(replies);
    }
    if (isLast) {
      client.close();
    }
  }
}
