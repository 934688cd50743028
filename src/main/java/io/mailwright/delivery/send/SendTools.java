package io.mailwright.delivery.send;

import io.mailwright.delivery.courier.Connections;
import io.mailwright.delivery.journal.Journal;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.ledger.MessageIds;
import io.mailwright.delivery.policy.FailurePolicy;
import io.mailwright.routing.governor.Governor;
import io.mailwright.routing.rate.RouteConnections;
import io.mailwright.routing.rate.SilentSites;
import io.mailwright.routing.rate.SiteRates;
import io.mailwright.routing.route.RouteCounters;
import io.mailwright.routing.share.FairShares;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What every worker of this node works with.
 *
 * @param connectionsTaken how many connections servers take
 * @param rates what sites take
 * @param silence which sites do not answer
 * @param mostOctets of mails that a worker has made and not yet sent, but for the last one; and of
 *     the attributes that it claims at once
 */
public record SendTools(
    Ledger ledger,
    Connections connections,
    RouteConnections connectionsTaken,
    FailurePolicy policy,
    Governor governor,
    Lessons lessons,
    WorkTimes workTimes,
    SiteRates rates,
    SilentSites silence,
    FairShares shares,
    RouteCounters counters,
    Journal journal,
    MessageIds messageIds,
    Clock clock,
    RandomGenerator random,
    long mostOctets) {}
