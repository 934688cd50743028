package io.mailwright.feedback.unsubscribe;

/** What a recipient leaves. */
public enum UnsubscribeScope {
  /** The lists that the campaign went to. */
  LISTS,
  /** All mail. */
  ALL
}
