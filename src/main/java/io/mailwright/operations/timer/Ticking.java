package io.mailwright.operations.timer;

import java.util.List;

/** A part of the product with work that comes again and again. */
interface Ticking {
  /** What ticks, in no order. */
  List<Tick> ticks();

  /** Called before anything ticks. */
  default void begin() {}

  /** Called when nothing ticks any more; a tick that has begun may still be at work. */
  default void end() {}
}
