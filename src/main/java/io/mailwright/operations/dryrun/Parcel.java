package io.mailwright.operations.dryrun;

import java.util.ArrayDeque;
import java.util.Deque;

/** The mails of a lane that are alike: one site, one time zone. */
final class Parcel {
  final VirtualSite site;
  final String zone;

  /** Where it stands in its lane. */
  final int place;

  /** Never tried. */
  long fresh;

  /** To be tried again, and due. */
  final Deque<VirtualMail> due = new ArrayDeque<>();

  /** Nothing of it goes before. */
  boolean isHeld;

  Parcel(VirtualSite site, String zone, int place, long fresh) {
    this.site = site;
    this.zone = zone;
    this.place = place;
    this.fresh = fresh;
  }

  /** How many of it may be drawn now. */
  long ready() {
    return isHeld ? 0 : fresh + due.size();
  }
}
