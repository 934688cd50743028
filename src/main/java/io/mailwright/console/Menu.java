package io.mailwright.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The way through the console. */
@Named("menu")
@RequestScoped
public class Menu {
  @Inject private Visitor visitor;

  /** One area, with the views that belong to it; the first is where its link goes. */
  public enum Entry {
    HOME("/", "index"),
    CAMPAIGNS("/campaigns", "campaigns", "campaign", "campaign-edit"),
    REPORTS("/reports", "reports", "report", "compare"),
    LISTS("/lists", "lists", "list"),
    TEMPLATES("/templates", "templates", "template"),
    JOBS("/jobs", "jobs", "job-start", "execution", "schedules"),
    SERVERS("/servers", "servers", "server", "pool", "signing"),
    ROUTES("/routes", "routes", "route", "quotas"),
    SITES("/sites", "sites", "site", "site-edit"),
    SUPPRESSIONS("/suppressions", "suppressions", "bounce", "review"),
    MAILBOXES("/mailboxes", "mailboxes", "mailbox", "returned-mails", "returned-mail"),
    FEEDS("/feeds", "feeds", "feed"),
    NOTICES("/notices", "notices"),
    SANDBOX("/sandbox", "sandbox", "sandbox-mail"),
    KEEPING("/keeping", "keeping", "person"),
    USERS("/users", "users");

    private final String path;
    private final Set<String> views;

    Entry(String path, String... views) {
      this.path = path;
      this.views = Set.of(views);
    }

    /** Where its link goes. */
    public String path() {
      return path;
    }

    /** The key of its name. */
    public String label() {
      return "menu." + name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** The areas that this user may see. */
  public List<Entry> getEntries() {
    return Arrays.stream(Entry.values())
        .filter(entry -> entry != Entry.USERS || visitor.isAdmin())
        .toList();
  }

  /** Whether the page belongs to this area. */
  public boolean isCurrent(Entry entry) {
    String view = FacesContext.getCurrentInstance().getViewRoot().getViewId();
    return entry.views.contains(view.substring(1).replace(".xhtml", ""));
  }
}
