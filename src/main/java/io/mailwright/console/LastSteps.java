package io.mailwright.console;

import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What this person changed last and may think better of: each page offers it once, at its top.
 * Forgotten when the server ends.
 */
@Named("lastSteps")
@SessionScoped
public class LastSteps implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String OFFERED = "lastStep";
  private static final int MOST = 20;

  @Inject private Attempt attempt;
  @Inject @Any private Instance<Object> beans;

  private transient Map<String, Offer> offers;
  private String chosen = "";

  /**
   * A change that can be taken back.
   *
   * @param page where the outcome is seen
   */
  private record Offer(String text, UndoStep step, String page) {}

  private Map<String, Offer> offers() {
    if (offers == null) {
      offers = new LinkedHashMap<>();
    }
    return offers;
  }

  /**
   * Offers to take a change back, on the page that comes next.
   *
   * @param text what was done, in the person's language
   * @param page the page to show afterwards, as an outcome
   */
  public synchronized void offer(String text, UndoStep step, String page) {
    String id = UUID.randomUUID().toString();
    offers().put(id, new Offer(text, step, page));
    if (offers().size() > MOST) {
      offers().remove(offers().keySet().iterator().next());
    }
    FacesContext.getCurrentInstance().getExternalContext().getFlash().put(OFFERED, id);
  }

  /** Takes the chosen change back, as an admin. */
  public synchronized String undo() {
    Offer offer = offers().remove(chosen);
    if (offer == null) {
      attempt.done("undo.gone");
      return null;
    }
    if (attempt.asAdmin(() -> offer.step().run(beans))) {
      attempt.done("undo.done");
    }
    return offer.page();
  }

  /** Whether there is anything to take back. */
  public synchronized boolean isAny() {
    return !offers().isEmpty();
  }

  /** Whether this page offers it. */
  public synchronized boolean isOffered() {
    return offers().containsKey(getChosen());
  }

  /** What was done. */
  public synchronized String getText() {
    Offer offer = offers().get(getChosen());
    return offer == null ? "" : offer.text();
  }

  /** Which change this page is about. */
  public String getChosen() {
    Object id = FacesContext.getCurrentInstance().getExternalContext().getFlash().get(OFFERED);
    return id == null ? "" : id.toString();
  }

  public void setChosen(String chosen) {
    this.chosen = chosen == null ? "" : chosen;
  }
}
