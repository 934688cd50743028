package io.mailwright.smtp;

import io.mailwright.delivery.courier.Courier;
import io.mailwright.delivery.courier.CourierSession;
import io.mailwright.delivery.courier.KillSwitch;
import io.mailwright.delivery.courier.RouteFailure;
import io.mailwright.delivery.courier.ServerEndpoint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLSocketFactory;

/** The courier over SMTP (RFC 5321). Thread-safe. */
public final class SmtpCourier implements Courier {
  private static final int KEPT_TRUST_STORES = 100;

  private final WriteWatch watch;
  // Kept, so that the servers' TLS sessions are resumed and the certificates read once.
  private final Map<String, SSLSocketFactory> tlsByExtraTrust =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SSLSocketFactory> eldest) {
          return size() > KEPT_TRUST_STORES;
        }
      };

  /**
   * @param watchdog where connections whose server stops reading are looked for; one thread is
   *     enough. Not shut down here.
   */
  public SmtpCourier(ScheduledExecutorService watchdog) {
    this.watch = new WriteWatch(watchdog);
  }

  @Override
  public CourierSession open(ServerEndpoint endpoint, KillSwitch killSwitch) throws RouteFailure {
    return SmtpSession.open(
        endpoint, live -> connect(endpoint, live, DialogListener.NONE), watch, killSwitch);
  }

  /** Opens a transport and logs how that went. */
  CourierTransport connect(ServerEndpoint endpoint, LiveSocket live, DialogListener dialog)
      throws RouteFailure {
    try {
      CourierTransport transport = CourierTransport.open(endpoint, tlsFor(endpoint), live, dialog);
      SmtpLog.sessionOpened(endpoint);
      return transport;
    } catch (RouteFailure e) {
      SmtpLog.sessionFailed(e);
      throw e;
    }
  }

  private synchronized SSLSocketFactory tlsFor(ServerEndpoint endpoint) {
    return tlsByExtraTrust.computeIfAbsent(
        endpoint.caPem().orElse(""),
        pem -> pem.isEmpty() ? TrustedCertificates.ofJava() : TrustedCertificates.ofJavaAnd(pem));
  }
}
