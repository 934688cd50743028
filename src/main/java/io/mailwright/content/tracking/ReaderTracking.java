package io.mailwright.content.tracking;

import io.mailwright.content.render.RenderedMail;

/** Puts into a rendered mail what tells when it is read. Thread-safe. */
@FunctionalInterface
public interface ReaderTracking {
  /** Changes nothing. */
  ReaderTracking NONE = (mail, deliveryId) -> mail;

  /**
   * The mail of one recipient.
   *
   * @param deliveryId whose mail; 0: of nobody
   */
  RenderedMail in(RenderedMail mail, long deliveryId);
}
