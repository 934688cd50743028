package io.mailwright.operations.keeping;

import io.mailwright.feedback.keeping.OldData;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Takes slices until there are no more; for one thread. */
final class PurgeWalk implements OldData.Walk {
  private final Supplier<String> position;
  private final Supplier<OptionalLong> slices;
  private boolean isAtEnd;

  PurgeWalk(Supplier<String> position, Supplier<OptionalLong> slices) {
    this.position = position;
    this.slices = slices;
  }

  /** Through what is kept for ever. */
  static PurgeWalk ofNothing() {
    PurgeWalk walk = new PurgeWalk(() -> OldData.START, OptionalLong::empty);
    walk.isAtEnd = true;
    return walk;
  }

  @Override
  public OptionalLong next() {
    OptionalLong rows = slices.get();
    isAtEnd = rows.isEmpty();
    return rows;
  }

  @Override
  public boolean isAtEnd() {
    return isAtEnd;
  }

  @Override
  public String position() {
    return position.get();
  }
}
