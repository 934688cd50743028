package io.mailwright.operations.keeping;

import io.mailwright.operations.caught.CaughtMails;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Instant;
import java.util.OptionalLong;

/** Mails that the sandbox of this node caught; they are in memory only. */
@ApplicationScoped
class SandboxPurger implements Purger {
  private CaughtMails caught;

  SandboxPurger() {}

  @Inject
  SandboxPurger(CaughtMails caught) {
    this.caught = caught;
  }

  @Override
  public KeptKind kind() {
    return KeptKind.SANDBOX;
  }

  @Override
  public long count(Connection connection, Instant before) {
    return caught.olderThan(before);
  }

  @Override
  public Slices begin(Instant before, String position) {
    return connection -> {
      long mails = caught.dropOlderThan(before);
      return mails == 0 ? OptionalLong.empty() : OptionalLong.of(mails);
    };
  }
}
