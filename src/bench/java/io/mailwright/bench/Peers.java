package io.mailwright.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that can be measured on this machine.
 *
 * @param skipped why others cannot
 */
record Peers(List<Peer> measured, Map<String, String> skipped) {
  /** A client without templates, to see what the sink can take. */
  static final String BARE = "bare pipelined client";

  private static final String ALL = "all";

  private static final String JAVA_PEERS = "io.mailwright.peers.";

  static Peers build() throws IOException, InterruptedException {
    String wanted = System.getProperty("bench.peers", ALL);
    if (wanted.equals("none")) {
      return new Peers(List.of(), Map.of("the others", "bench.peers=none"));
    }
    List<Peer> peers = new ArrayList<>();
    Map<String, String> skipped = new LinkedHashMap<>();
    if (Programs.buildJavaPeers()) {
      peers.add(java(BARE, "BareClient", false));
      peers.add(java("plain Angus", "AngusPeer", true));
      peers.add(java("Simple Java Mail", "SimpleJavaMailPeer", true));
    } else {
      skipped.put("Java peers", "they cannot be built, see target/peers/build.log");
    }
    Optional<String> node = Programs.find("node");
    Optional<Path> script = Programs.buildNodePeer();
    if (node.isPresent() && script.isPresent()) {
      peers.add(
          new Peer("nodemailer, Handlebars", List.of(node.get(), script.get().toString()), true));
    } else {
      skipped.put("nodemailer", node.isEmpty() ? "no node here" : "npm cannot fetch it");
    }
    if (!wanted.equals(ALL)) {
      List<String> words = List.of(wanted.split(","));
      peers.removeIf(peer -> words.stream().noneMatch(peer.name()::contains));
      skipped.put("the others", "bench.peers=" + wanted);
    }
    return new Peers(peers, skipped);
  }

  private static Peer java(String name, String main, boolean isCompared) {
    return new Peer(
        name,
        List.of(Programs.JAVA, "-Xmx512m", "-cp", Programs.javaPeers(), JAVA_PEERS + main),
        isCompared);
  }
}
