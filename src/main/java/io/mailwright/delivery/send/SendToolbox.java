package io.mailwright.delivery.send;

import io.mailwright.delivery.courier.Connections;
import io.mailwright.delivery.journal.Journal;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.ledger.MessageIds;
import io.mailwright.delivery.policy.FailurePolicy;
import io.mailwright.delivery.policy.ReplyClassifier;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.routing.rate.RouteConnections;
import io.mailwright.routing.rate.SilentSites;
import io.mailwright.routing.route.RouteCounters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** Puts together what every worker of this node works with. */
@ApplicationScoped
public class SendToolbox {
  /** All workers together hold mails of at most this part of the heap. */
  private static final int PART_OF_THE_HEAP = 8;

  @Produces
  SendTools tools(
      Ledger ledger,
      Connections connections,
      RouteConnections connectionsTaken,
      Steering steering,
      WorkTimes workTimes,
      SilentSites silence,
      RouteCounters counters,
      Journal journal,
      MessageIds messageIds,
      Clock clock,
      RandomGenerator random,
      Settings settings,
      ReplyClassifier rules) {
    return new SendTools(
        ledger,
        connections,
        connectionsTaken,
        new FailurePolicy(rules),
        steering.governor(),
        steering.lessons(),
        workTimes,
        steering.rates(),
        silence,
        steering.shares(),
        counters,
        journal,
        messageIds,
        clock,
        random,
        Runtime.getRuntime().maxMemory() / PART_OF_THE_HEAP / settings.workers());
  }
}
