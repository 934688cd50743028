package io.mailwright.delivery.courier;

/**
 * Has the last word on a mail: asked once, when all of it but the final dot has been written. Until
 * then the server has accepted nothing; from then on a lost reply leaves the mail in doubt.
 */
@FunctionalInterface
public interface BeforeDot {
  /** Always lets the dot be written. */
  BeforeDot ALLOW = () -> true;

  /**
   * Whether the dot may be written.
   *
   * @return false to give the mail up; it counts as not tried, and the connection is closed, for
   *     there is no other way out of DATA (RFC 5321 section 4.1.1.4)
   */
  boolean mayFinish();
}
