package io.mailwright.operations.person;

/** What an erasure does, and what stays. */
public enum ErasedPart {
  /** Contacts of all lists: deleted with their attributes. */
  CONTACTS("deleted"),
  /** Rows of imports that wait to be put into their list: deleted. */
  IMPORT_ROWS("deleted"),
  /** Mails that were not sent yet: cancelled. */
  CANCELLED("cancelled"),
  /** Rows of ledgers: the address becomes the hash; states, times and so all counts stay. */
  DELIVERIES("keyed"),
  /** What came back: the address becomes the hash, the words go; kinds and times stay. */
  EVENTS("keyed"),
  /** What was opened and clicked: that and when it was first done stays, by the hash. */
  READING("keyed"),
  /** Mails that came back and name the address, as far as they can be read: deleted. */
  RETURNED_MAILS("deleted"),
  /** Suppressions: one of all lists stays, by the hash, so that nobody mails the person again. */
  SUPPRESSIONS("keyed"),
  /** Texts that mention the address: it is taken out of them. */
  MENTIONS("replaced"),
  /** Files of imports that name the address and that nobody is reading: deleted. */
  FILES("deleted"),
  /** Mails that the sandbox caught: deleted. */
  SANDBOX("deleted");

  private final String becomes;

  ErasedPart(String becomes) {
    this.becomes = becomes;
  }

  /** What happens to it, in a word. */
  public String becomes() {
    return becomes;
  }
}
