package io.mailwright.operations.dryrun;

import java.util.Arrays;

/** A site during a forecast: what keeps its mails back, who works for it, what became of them. */
final class VirtualSite {
  /** How long it keeps to the number of workers that it could employ before one more may come. */
  private static final long TRY_ONE_MORE = 5_000_000;

  final String name;
  final Bucket[] buckets;
  final int[] connections;
  final int[] busy;

  /** By way, until when another has to be taken. */
  final long[] heldOnWay;

  long mails;
  long open;
  long heldUntil;
  long deferrals;
  long failed;
  long expired;
  long lastAt;
  private int workers;
  private int most = Integer.MAX_VALUE;
  private long mostSince;

  /** What a site lets through by a way: so much a second, and a second's worth at once. */
  static final class Bucket {
    private final double perMicro;
    private final double size;
    private double room;
    private long at;

    Bucket(double perSecond, long now) {
      this.perMicro = perSecond / 1e6;
      this.size = Math.max(2, perSecond);
      this.room = size;
      this.at = now;
    }

    boolean takes(long now) {
      room = Math.min(size, room + (now - at) * perMicro);
      at = now;
      if (room < 1) {
        return false;
      }
      room--;
      return true;
    }
  }

  VirtualSite(String name, int ways) {
    this.name = name;
    this.buckets = new Bucket[ways];
    this.connections = new int[ways];
    this.busy = new int[ways];
    this.heldOnWay = new long[ways];
    Arrays.fill(connections, Integer.MAX_VALUE);
  }

  /** Whether it has work for one more worker with a lane of its own. */
  boolean hasRoom(long now) {
    return workers < most || now >= mostSince + TRY_ONE_MORE;
  }

  /** When it may have. */
  long roomFrom(long now) {
    return workers < most ? now : mostSince + TRY_ONE_MORE;
  }

  void enter(long now) {
    if (workers >= most) {
      most = workers + 1;
      mostSince = now;
    }
    workers++;
  }

  void leave() {
    workers--;
  }

  /** A worker would have to wait: whether it has to leave, since others are there. */
  boolean isTooMany(long now) {
    if (workers < 2) {
      return false;
    }
    most = workers - 1;
    mostSince = now;
    return true;
  }
}
