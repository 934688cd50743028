package io.mailwright.console;

import io.mailwright.operations.access.Caller;
import io.mailwright.operations.access.Logins;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** Log-in by form, and log-out. */
@Named("logInPage")
@RequestScoped
public class LogInPage {
  @Inject private Logins logins;
  @Inject private Visitor visitor;
  @Inject private Attempt attempt;
  @Inject private HttpServletRequest request;

  private String name;
  private String password;
  private String to;

  /** Logs in and goes to the page that was asked for. */
  public void enter() throws IOException {
    boolean isIn =
        attempt.run(
            () -> {
              Caller caller =
                  logins.byPassword(
                      name == null ? "" : name,
                      password == null ? "" : password,
                      request.getRemoteAddr());
              // A session id that somebody planted before must not become a logged-in one.
              request.changeSessionId();
              visitor.enter(caller);
            });
    if (isIn) {
      ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
      external.redirect(external.getRequestContextPath() + destination());
    }
  }

  /** Forgets the session. */
  public void leave() throws IOException {
    ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
    external.invalidateSession();
    external.redirect(external.getRequestContextPath() + "/login?left=1");
  }

  /** A page of ours only: a path from the root that no browser takes for another host. */
  private String destination() {
    boolean isOurs =
        to != null
            && to.startsWith("/")
            && !to.startsWith("//")
            && to.chars().noneMatch(c -> c == '\\' || Character.isISOControl(c));
    return isOurs ? to : "/";
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public String getPassword() {
    return password;
  }

  public void setPassword(String password) {
    this.password = password;
  }

  public String getTo() {
    return to;
  }

  public void setTo(String to) {
    this.to = to;
  }
}
