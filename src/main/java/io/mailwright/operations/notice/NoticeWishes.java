package io.mailwright.operations.notice;

import io.mailwright.campaign.CampaignNotices;
import io.mailwright.kernel.error.Require;
import io.mailwright.operations.access.UserRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks what people and scripts wish about a campaign's notices. */
@ApplicationScoped
public class NoticeWishes {
  private UserRepository users;

  NoticeWishes() {}

  @Inject
  NoticeWishes(UserRepository users) {
    this.users = users;
  }

  /**
   * The wish, if it can be.
   *
   * @param now what holds now: an owner that stays is not looked for
   * @param owner the name of a user; empty: nobody's
   * @param kinds words of kinds, at least one
   * @throws io.mailwright.kernel.error.MailwrightException {@link
   *     io.mailwright.kernel.error.ErrorCode#INVALID_FIELD} with {@code owner} or {@code
   *     notifyKinds}
   */
  public CampaignNotices of(CampaignNotices now, Optional<String> owner, Collection<String> kinds) {
    owner
        .filter(name -> !now.owner().equals(owner) && users.findByName(name).isEmpty())
        .ifPresent(
            name -> {
              throw Require.refused("owner", "names the user " + name + ", who does not exist.");
            });
    Set<NoticeKind> wanted = NoticeKind.of("notifyKinds", kinds);
    if (wanted.isEmpty()) {
      throw Require.refused("notifyKinds", "must hold at least one kind.");
    }
    return new CampaignNotices(
        owner,
        wanted.size() == NoticeKind.values().length
            ? Set.of()
            : wanted.stream().map(NoticeKind::word).collect(Collectors.toSet()));
  }

  /** The kinds that the addresses of a campaign get. */
  public static Set<NoticeKind> kinds(CampaignNotices notices) {
    return NoticeKind.ofText(notices.kinds().isEmpty() ? null : String.join(",", notices.kinds()));
  }
}
