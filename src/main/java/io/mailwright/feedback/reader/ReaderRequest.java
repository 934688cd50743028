package io.mailwright.feedback.reader;

import java.util.Locale;

/**
 * What a request says of who asks.
 *
 * @param method of HTTP
 * @param agent the field User-Agent; empty if there is none
 * @param purposes what the fields say by which browsers tell that they fetch ahead (Sec-Purpose,
 *     Purpose, X-Purpose, X-Moz); empty if there are none
 * @param address where it came from
 */
public record ReaderRequest(String method, String agent, String purposes, String address) {
  int signs() {
    String purpose = purposes.toLowerCase(Locale.ROOT);
    boolean isAhead =
        purpose.contains("prefetch")
            || purpose.contains("prerender")
            || purpose.contains("preview");
    return (method.equals("GET") ? 0 : MachineSign.HEAD.bit())
        | (isAhead ? MachineSign.PREFETCH.bit() : 0)
        | (ReaderAgents.isMachine(agent) ? MachineSign.AGENT.bit() : 0);
  }
}
