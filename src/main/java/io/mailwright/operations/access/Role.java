package io.mailwright.operations.access;

import io.mailwright.kernel.text.Wording;

/** What a caller may do; each role may also do what those before it may. */
public enum Role {
  /** Reads. */
  VIEWER("viewer", "查看者"),
  /** Runs campaigns. */
  SENDER("sender", "发送者"),
  /** Does the rest. */
  ADMIN("admin", "管理员");

  private final Wording wording;

  Role(String english, String chinese) {
    this.wording = new Wording(english, chinese);
  }

  /** The role for people. */
  public Wording wording() {
    return wording;
  }

  /** Whether a caller of this role may do what needs the other. */
  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }
}
