package io.mailwright.feedback.reader;

import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

@ApplicationScoped
class JdbcEngagementStore implements EngagementStore {
  private Database database;

  JdbcEngagementStore() {}

  @Inject
  JdbcEngagementStore(Database database) {
    this.database = database;
  }

  /** One order for all, so that nodes that write at the same time do not wait for each other. */
  private record Key(long deliveryId, int link) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparingLong(Key::deliveryId).thenComparingInt(Key::link);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private record Known(int human, int machine, int signs) {
    private static final Known NONE = new Known(0, 0, 0);
  }

  @Override
  public void add(List<ReaderVisit> visits) {
    try {
      database.change(connection -> add(connection, visits));
    } catch (DatabaseException e) {
      if (!e.isConstraintViolation()) {
        throw e;
      }
      // Another node wrote of the same mail for the first time at the same moment.
      database.change(connection -> add(connection, visits));
    }
  }

  private static void add(Connection connection, List<ReaderVisit> visits) throws SQLException {
    SortedMap<Key, EngagementSum> sums = new TreeMap<>();
    for (ReaderVisit visit : ForgottenReaders.remembered(connection, visits)) {
      sum(sums, visit.link(), visit);
      if (visit.isClick()) {
        sum(sums, Engagement.ANY_LINK, visit);
      }
    }
    if (!sums.isEmpty()) {
      add(connection, sums);
    }
  }

  private static void sum(SortedMap<Key, EngagementSum> sums, int link, ReaderVisit visit) {
    sums.computeIfAbsent(new Key(visit.deliveryId(), link), key -> new EngagementSum(visit))
        .add(visit);
  }

  private static void add(Connection connection, SortedMap<Key, EngagementSum> sums)
      throws SQLException {
    Map<Key, Known> known = known(connection, sums);
    insert(connection, sums, known);
    update(connection, sums, known);
    firsts(sums, known).write(connection);
    count(connection, deltas(sums, known));
  }

  private static Map<Key, Known> known(Connection connection, SortedMap<Key, EngagementSum> sums)
      throws SQLException {
    Object[] deliveries = sums.keySet().stream().map(Key::deliveryId).distinct().toArray();
    Map<Key, Known> known = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT delivery_id, link, human, machine, signs FROM engagement
            WHERE delivery_id = ANY(?) ORDER BY delivery_id, link FOR UPDATE
            """)) {
      select.setArray(1, connection.createArrayOf("BIGINT", deliveries));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          known.put(
              new Key(row.getLong("delivery_id"), row.getInt("link")),
              new Known(row.getInt("human"), row.getInt("machine"), row.getInt("signs")));
        }
      }
    }
    return known;
  }

  private static void insert(
      Connection connection, SortedMap<Key, EngagementSum> sums, Map<Key, Known> known)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO engagement (human, machine, signs, first_at, last_at, first_human_at, first_machine_at, reader,
              campaign_id, delivery_id, link) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)) {
      for (Map.Entry<Key, EngagementSum> entry : sums.entrySet()) {
        EngagementSum sum = entry.getValue();
        if (!known.containsKey(entry.getKey())) {
          insert.setInt(1, sum.human());
          insert.setInt(2, sum.machine());
          insert.setInt(3, sum.signs());
          insert.setTimestamp(4, Timestamp.from(sum.first()));
          insert.setTimestamp(5, Timestamp.from(sum.last()));
          insert.setTimestamp(6, sum.firstHuman().map(Timestamp::from).orElse(null));
          insert.setTimestamp(7, sum.firstMachine().map(Timestamp::from).orElse(null));
          insert.setString(8, sum.reader().orElse(null));
          insert.setLong(9, sum.campaignId());
          insert.setLong(10, entry.getKey().deliveryId());
          insert.setInt(11, entry.getKey().link());
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  private static void update(
      Connection connection, SortedMap<Key, EngagementSum> sums, Map<Key, Known> known)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE engagement SET human = human + ?, machine = machine + ?, signs = ?, last_at = ?,
              first_human_at = COALESCE(first_human_at, CAST(? AS TIMESTAMP WITH TIME ZONE)),
              first_machine_at = COALESCE(first_machine_at, CAST(? AS TIMESTAMP WITH TIME ZONE)),
              reader = COALESCE(reader, CAST(? AS VARCHAR(80)))
            WHERE delivery_id = ? AND link = ?
            """)) {
      for (Map.Entry<Key, EngagementSum> entry : sums.entrySet()) {
        EngagementSum sum = entry.getValue();
        Known before = known.get(entry.getKey());
        if (before != null) {
          update.setInt(1, sum.human());
          update.setInt(2, sum.machine());
          update.setInt(3, before.signs() | sum.signs());
          update.setTimestamp(4, Timestamp.from(sum.last()));
          update.setTimestamp(5, sum.firstHuman().map(Timestamp::from).orElse(null));
          update.setTimestamp(6, sum.firstMachine().map(Timestamp::from).orElse(null));
          update.setString(7, sum.reader().orElse(null));
          update.setLong(8, entry.getKey().deliveryId());
          update.setInt(9, entry.getKey().link());
          update.addBatch();
        }
      }
      update.executeBatch();
    }
  }

  private static FirstVisits firsts(SortedMap<Key, EngagementSum> sums, Map<Key, Known> known) {
    FirstVisits firsts = new FirstVisits();
    sums.forEach(
        (key, sum) -> {
          Known before = known.getOrDefault(key, Known.NONE);
          firsts.note(key.deliveryId(), key.link(), sum, before.human() > 0, before.machine() > 0);
        });
    return firsts;
  }

  private record Counted(long campaignId, int link) implements Comparable<Counted> {
    private static final Comparator<Counted> ORDER =
        Comparator.comparingLong(Counted::campaignId).thenComparingInt(Counted::link);

    @Override
    public int compareTo(Counted other) {
      return ORDER.compare(this, other);
    }
  }

  private static SortedMap<Counted, ReaderCount> deltas(
      SortedMap<Key, EngagementSum> sums, Map<Key, Known> known) {
    SortedMap<Counted, ReaderCount> deltas = new TreeMap<>();
    sums.forEach(
        (key, sum) -> {
          Known before = known.getOrDefault(key, Known.NONE);
          ReaderCount delta =
              new ReaderCount(
                  before.human() == 0 && sum.human() > 0 ? 1 : 0,
                  sum.human(),
                  before.machine() == 0 && sum.machine() > 0 ? 1 : 0,
                  sum.machine());
          deltas.merge(new Counted(sum.campaignId(), key.link()), delta, ReaderCount::plus);
        });
    return deltas;
  }

  private static void count(Connection connection, SortedMap<Counted, ReaderCount> deltas)
      throws SQLException {
    for (Map.Entry<Counted, ReaderCount> entry : deltas.entrySet()) {
      Counted of = entry.getKey();
      ReaderCount delta = entry.getValue();
      added(
          connection,
          """
          UPDATE engagement_count SET human_recipients = human_recipients + ?, human_events = human_events + ?,
            machine_recipients = machine_recipients + ?, machine_events = machine_events + ?
          WHERE campaign_id = ? AND link = ?
          """,
          """
          INSERT INTO engagement_count (human_recipients, human_events, machine_recipients, machine_events,
            campaign_id, link) VALUES (?, ?, ?, ?, ?, ?)
          """,
          delta.people(),
          delta.byPeople(),
          delta.machines(),
          delta.byMachines(),
          of.campaignId(),
          of.link());
      Optional<FeedbackKind> kind = kind(of.link());
      if (kind.isPresent() && delta.byPeople() > 0) {
        added(
            connection,
            "UPDATE feedback_count SET recipients = recipients + ?, events = events + ? WHERE campaign_id = ? AND kind = ?",
            "INSERT INTO feedback_count (recipients, events, campaign_id, kind) VALUES (?, ?, ?, ?)",
            delta.people(),
            delta.byPeople(),
            of.campaignId(),
            kind.get().code());
      }
    }
  }

  /** Which of the campaign's counts of what came back it belongs to. */
  private static Optional<FeedbackKind> kind(int link) {
    return switch (link) {
      case Engagement.SHOWN -> Optional.of(FeedbackKind.OPEN);
      case Engagement.ANY_LINK -> Optional.of(FeedbackKind.CLICK);
      default -> Optional.empty();
    };
  }

  private static void added(Connection connection, String update, String insert, long... values)
      throws SQLException {
    if (execute(connection, update, values) == 0) {
      execute(connection, insert, values);
    }
  }

  private static int execute(Connection connection, String sql, long... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setLong(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  @Override
  public void addLost(long campaignId, long events) {
    database.change(
        connection ->
            added(
                connection,
                "UPDATE engagement_lost SET events = events + ? WHERE campaign_id = ?",
                "INSERT INTO engagement_lost (events, campaign_id) VALUES (?, ?)",
                events,
                campaignId));
  }

  @Override
  public Engagement of(long campaignId) {
    return database.query(
        connection -> new Engagement(byLink(connection, campaignId), lost(connection, campaignId)));
  }

  private static Map<Integer, ReaderCount> byLink(Connection connection, long campaignId)
      throws SQLException {
    Map<Integer, ReaderCount> byLink = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT link, human_recipients, human_events, machine_recipients, machine_events
            FROM engagement_count WHERE campaign_id = ?
            """)) {
      select.setLong(1, campaignId);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          byLink.put(
              row.getInt("link"),
              new ReaderCount(
                  row.getLong("human_recipients"),
                  row.getLong("human_events"),
                  row.getLong("machine_recipients"),
                  row.getLong("machine_events")));
        }
      }
    }
    return byLink;
  }

  private static long lost(Connection connection, long campaignId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT events FROM engagement_lost WHERE campaign_id = ?")) {
      select.setLong(1, campaignId);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }
}
