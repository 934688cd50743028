package io.mailwright.content.link;

/**
 * The links of one campaign's mails by which it is noticed that a mail is read. Nobody else can
 * make or alter them. Thread-safe.
 */
public interface ReaderLinks {
  /** Longer targets are left as they are: not every mail program follows long links. */
  int LONGEST_TARGET = 2000;

  /**
   * A link that leads to a target, and says who followed it.
   *
   * @param deliveryId whose mail; 0: of nobody, it only leads on
   * @param link the number of the link in the template, 1 or more
   * @param target begins with {@code http://} or {@code https://}, up to {@link #LONGEST_TARGET}
   * @return ASCII that needs no escaping in HTML
   */
  String click(long deliveryId, int link, String target);

  /**
   * Where the picture lies that says that a mail is shown.
   *
   * @param deliveryId whose mail; 0: of nobody
   * @return ASCII that needs no escaping in HTML
   */
  String open(long deliveryId);

  /** Whether a target is a link of ours already: to leave by, for one. */
  boolean isOurs(String target);
}
