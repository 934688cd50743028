package io.mailwright.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A DNS server on a loopback port (UDP) that answers what a test says, or not at all. */
public final class ScriptedDns implements AutoCloseable {
  private static final int LONGEST = 4096;

  private final DatagramSocket socket;
  private final Map<String, List<Record>> records = new HashMap<>();
  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /** Listens at once; a name that no one told it about does not exist. */
  public ScriptedDns() throws SocketException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  }

  /** Begins to answer. */
  public ScriptedDns start() {
    Thread thread = new Thread(this::run, "scripted-dns");
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  /** The domain has these exchangers, the first preferred. */
  public ScriptedDns mx(String domain, long ttl, String... exchangers) {
    Record[] answer = new Record[exchangers.length];
    for (int i = 0; i < exchangers.length; i++) {
      answer[i] = new MXRecord(name(domain), DClass.IN, ttl, 10 * i, name(exchangers[i]));
    }
    // As servers do, in no order.
    Collections.reverse(Arrays.asList(answer));
    records.put(domain, List.of(answer));
    return this;
  }

  /** The domain is another name of that one. */
  public ScriptedDns alias(String domain, String target) {
    records.put(domain, List.of(new CNAMERecord(name(domain), DClass.IN, 300, name(target))));
    return this;
  }

  /** The domain exists and has nothing that was asked for. */
  public ScriptedDns empty(String domain) {
    records.put(domain, List.of());
    return this;
  }

  /** The server answers with this code ({@link Rcode}), or never for -1. */
  public ScriptedDns code(String domain, int code) {
    codes.put(domain, code);
    return this;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return InetSocketAddress.createUnresolved("127.0.0.1", socket.getLocalPort());
  }

  /** The names that it was asked for, each time. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  private void run() {
    byte[] buffer = new byte[LONGEST];
    try {
      while (!socket.isClosed()) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        byte[] answer = answer(Arrays.copyOf(buffer, packet.getLength()));
        if (answer.length > 0) {
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private byte[] answer(byte[] question) throws IOException {
    Message query = new Message(question);
    String domain = query.getQuestion().getName().toString(true);
    asked.add(domain);
    int code = codes.getOrDefault(domain, records.containsKey(domain) ? 0 : Rcode.NXDOMAIN);
    if (code < 0) {
      return new byte[0];
    }
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.RA);
    reply.getHeader().setRcode(code);
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    records.getOrDefault(domain, List.of()).forEach(r -> reply.addRecord(r, Section.ANSWER));
    return reply.toWire(LONGEST);
  }

  private static Name name(String text) {
    return Name.fromConstantString(text.endsWith(".") ? text : text + ".");
  }

  @Override
  public void close() {
    socket.close();
  }
}
