package io.mailwright.console.access;

import io.mailwright.campaign.CampaignDraft;
import io.mailwright.console.Attempt;
import io.mailwright.console.FormFields;
import io.mailwright.console.Visitor;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import io.mailwright.operations.access.ApiToken;
import io.mailwright.operations.access.Correspondence;
import io.mailwright.operations.access.IssuedToken;
import io.mailwright.operations.access.Language;
import io.mailwright.operations.access.Role;
import io.mailwright.operations.access.TokenRepository;
import io.mailwright.operations.access.User;
import io.mailwright.operations.access.UserRepository;
import io.mailwright.operations.notice.NoticeKind;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Users and API tokens. Every reading and every change is an admin's. */
@Named("usersPage")
@RequestScoped
public class UsersPage {
  private static final int MOST_DAYS = 3650;

  @Inject private UserRepository users;
  @Inject private TokenRepository tokens;
  @Inject private Attempt attempt;
  @Inject private Visitor visitor;
  @Inject private Clock clock;

  private final FormFields form =
      new FormFields()
          .put("role", Role.SENDER.name())
          .put("language", Language.EN.name())
          .put("tokenRole", Role.SENDER.name());
  private long chosen;
  private String issued;

  /** Lets admins see the page, and nobody else. */
  public void open() {
    visitor.requireAdmin();
  }

  /** All users. */
  public List<User> getUsers() {
    visitor.requireAdmin();
    return users.page(PageRequest.first(PageRequest.MAX_LIMIT)).items();
  }

  /** All tokens. */
  public List<ApiToken> getTokens() {
    visitor.requireAdmin();
    return tokens.page(PageRequest.newest(PageRequest.MAX_LIMIT)).items();
  }

  /** Every role. */
  public Role[] getRoles() {
    return Role.values();
  }

  /** The role that one of the page's forms asks for. */
  private Role role(String key) {
    return Require.oneOf("role", form.text(key), Role.class);
  }

  /** Every language. */
  public Language[] getLanguages() {
    return Language.values();
  }

  private Correspondence how(String email, String language, Set<NoticeKind> kinds) {
    return new Correspondence(
        form.optional(email).map(text -> CampaignDraft.address("email", text)),
        Require.oneOf("language", form.text(language), Language.class),
        kinds);
  }

  /** Adds a user. */
  public String addUser() {
    if (!attempt.asAdmin(
        () ->
            users.create(
                form.text("name"),
                form.text("password"),
                role("role"),
                how("email", "language", Correspondence.NONE.kinds())))) {
      return null;
    }
    attempt.done("user.added");
    return "/users?faces-redirect=true";
  }

  /** Gives the chosen user another role or password. */
  public String changeUser() {
    boolean isDone =
        attempt
            .withInputs("user:")
            .asAdmin(
                () ->
                    users.change(
                        chosen,
                        Revision.latest(),
                        form.optional("newPassword"),
                        Optional.of(role("newRole")),
                        Optional.of(
                            how(
                                "newEmail",
                                "newLanguage",
                                users.get(chosen).correspondence().kinds()))));
    if (!isDone) {
      return null;
    }
    attempt.done("user.changed");
    return "/users?faces-redirect=true";
  }

  /** The name of the user that is being changed; empty if none is. */
  public String getChosenName() {
    return getUsers().stream().filter(u -> u.id() == chosen).map(User::name).findFirst().orElse("");
  }

  /** Removes the chosen user. */
  public String deleteUser() {
    if (attempt.asAdmin(() -> users.delete(chosen, Revision.latest()))) {
      attempt.done("user.deleted");
    }
    return "/users?faces-redirect=true";
  }

  /** Makes a token, whose text is shown on the answering page and never again. */
  public void issue() {
    attempt
        .withInputs("tokens:")
        .asAdmin(
            () -> {
              Optional<Instant> expiry =
                  form.optionalNumber("days", 1, MOST_DAYS)
                      .map(days -> clock.instant().plus(Duration.ofDays(days)));
              IssuedToken token =
                  tokens.issue(
                      form.text("tokenName"), role("tokenRole"), expiry, visitor.getName());
              issued = token.text();
            });
  }

  /** Ends the chosen token. */
  public String deleteToken() {
    if (attempt.asAdmin(() -> tokens.delete(chosen))) {
      attempt.done("token.deleted");
    }
    return "/users?faces-redirect=true";
  }

  /** What was typed, by field. */
  public Map<String, Object> getIn() {
    return form.map();
  }

  /** The text of the token that was just made; null otherwise. */
  public String getIssued() {
    return issued;
  }

  public long getChosen() {
    return chosen;
  }

  public void setChosen(long chosen) {
    this.chosen = chosen;
  }
}
