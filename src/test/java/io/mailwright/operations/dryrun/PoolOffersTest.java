package io.mailwright.operations.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.courier.Connections;
import io.mailwright.delivery.courier.CourierSession;
import io.mailwright.delivery.courier.Phase;
import io.mailwright.delivery.courier.RouteFailure;
import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.courier.ServerOffer;
import io.mailwright.delivery.courier.TlsMode;
import io.mailwright.delivery.send.Route;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoolOffersTest {
  private final List<Integer> asked = new ArrayList<>();

  private static Route route(int port) {
    return Route.ofServer(
        port,
        "Server " + port,
        1,
        Duration.ZERO,
        ServerEndpoint.of("127.0.0.1", port, TlsMode.NONE).withLimits(4, 1000));
  }

  /** By port; a port without an offer cannot be reached, and 0 has no connection free. */
  private Connections servers(Map<Integer, ServerOffer> offers) {
    return (endpoint, patience, killSwitch) -> {
      asked.add(endpoint.port());
      if (endpoint.port() == 1) {
        return Optional.empty();
      }
      ServerOffer offer = offers.get(endpoint.port());
      if (offer == null) {
        throw new RouteFailure(
            Phase.CONNECT, Optional.empty(), "nobody answers", new IOException("refused"));
      }
      return Optional.of(session(offer));
    };
  }

  private static CourierSession session(ServerOffer offer) {
    return (CourierSession)
        Proxy.newProxyInstance(
            PoolOffersTest.class.getClassLoader(),
            new Class<?>[] {CourierSession.class},
            (proxy, method, args) -> method.getName().equals("offer") ? offer : null);
  }

  private PoolOffers ask(Map<Integer, ServerOffer> offers, int... ports)
      throws InterruptedException {
    List<Route> routes = new ArrayList<>();
    for (int port : ports) {
      routes.add(route(port));
    }
    return PoolOffers.ask(routes, servers(offers));
  }

  @Test
  void oneServerMayTakeWhatAnotherDoesNot() throws InterruptedException {
    PoolOffers offers =
        ask(Map.of(25, new ServerOffer(1000, true), 26, new ServerOffer(5000, false)), 25, 26, 25);
    assertThat(asked).containsExactly(25, 26);
    assertThat(offers.takes(1000, true)).isTrue();
    assertThat(offers.takes(5000, false)).isTrue();
    assertThat(offers.takes(5001, false)).isFalse();
    // No one server does both.
    assertThat(offers.takes(1001, true)).isFalse();
    assertThat(offers.takesUtf8()).isTrue();
    assertThat(offers.largest()).hasValue(5000);
  }

  @Test
  void whatCouldNotBeAskedMayTakeAnything() throws InterruptedException {
    PoolOffers offers = ask(Map.of(25, new ServerOffer(1000, false)), 25, 26);
    assertThat(offers.takes(9000, true)).isTrue();
    assertThat(offers.troubles()).hasSize(1);
    assertThat(offers.troubles().get(0)).startsWith("Server 26: ").contains("nobody answers");
    PoolOffers busy = ask(Map.of(), 1);
    assertThat(busy.takes(9000, true)).isTrue();
    assertThat(busy.troubles()).isEmpty();
  }

  @Test
  void noWordOfSizeIsNoLimit() throws InterruptedException {
    PoolOffers offers = ask(Map.of(25, new ServerOffer(0, false)), 25);
    assertThat(offers.takes(Long.MAX_VALUE, false)).isTrue();
    assertThat(offers.largest()).isEmpty();
    assertThat(offers.takesUtf8()).isFalse();
  }
}
