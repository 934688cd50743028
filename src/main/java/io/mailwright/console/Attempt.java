package io.mailwright.console;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.component.EditableValueHolder;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Does what a person asked for and tells how it went: the one place where the console checks the
 * role and turns a refusal into words. What fails otherwise goes on to the error page.
 */
@RequestScoped
public class Attempt {
  /** The form whose fields carry the names of the outside contract as ids. */
  private static final String FORM = "form";

  /** What says enough at its field without the title of the code. */
  private static final Set<ErrorCode> OF_FIELDS =
      EnumSet.of(ErrorCode.INVALID_FIELD, ErrorCode.INVALID_ADDRESS, ErrorCode.BAD_JOB_PARAMETER);

  private MailwrightException lastRefusal;
  private String plainInputs;

  @Inject private Visitor visitor;
  @Inject private Words words;

  /** Work that may be refused. */
  @FunctionalInterface
  public interface Work {
    /** Does it, or throws {@link MailwrightException}. */
    void run();
  }

  /**
   * Does work that needs a sender's rights.
   *
   * @return whether it was done
   */
  public boolean asSender(Work work) {
    return run(
        () -> {
          visitor.requireSender();
          work.run();
        });
  }

  /**
   * Does work that needs an admin's rights.
   *
   * @return whether it was done
   */
  public boolean asAdmin(Work work) {
    return run(
        () -> {
          visitor.requireAdmin();
          work.run();
        });
  }

  /**
   * Does work that every user may do.
   *
   * @return whether it was done
   */
  public boolean run(Work work) {
    lastRefusal = null;
    try {
      work.run();
      return true;
    } catch (MailwrightException e) {
      lastRefusal = e;
      refuse(e);
      for (Throwable other : e.getSuppressed()) {
        if (other instanceof MailwrightException refusal) {
          refuse(refusal);
        }
      }
      return false;
    }
  }

  /**
   * Tells how the ids of inputs begin that are in another form of the page, or that a page repeats
   * and gives ids itself, so that a refusal of one stands beside it; the field's name follows, with
   * _ for all that is no letter or digit.
   */
  public Attempt withInputs(String idPrefix) {
    plainInputs = idPrefix;
    return this;
  }

  /** Why the last work was refused, if it was. */
  public Optional<MailwrightException> refusal() {
    return Optional.ofNullable(lastRefusal);
  }

  /** Whether the last work was refused because somebody else has saved meanwhile. */
  public boolean isOvertaken() {
    return refusal().filter(e -> e.code() == ErrorCode.STALE_VERSION).isPresent();
  }

  /** Says that something worked; survives one redirect. */
  public void done(String key, Object... values) {
    FacesContext context = FacesContext.getCurrentInstance();
    context.getExternalContext().getFlash().setKeepMessages(true);
    context.addMessage(
        null, new FacesMessage(FacesMessage.SEVERITY_INFO, words.of(key, values), ""));
  }

  /**
   * Says that something worked, but left something to do; survives one redirect and stays in the
   * page.
   *
   * @param place the id of the page's part that shows what is to do
   */
  public void doneBut(String place, String key, Object... values) {
    FacesContext context = FacesContext.getCurrentInstance();
    context.getExternalContext().getFlash().setKeepMessages(true);
    context.addMessage(
        Words.PLACE + place,
        new FacesMessage(FacesMessage.SEVERITY_WARN, words.of(key, values), ""));
  }

  /** Shows a refusal, beside its field where the page has it. */
  public void refuse(MailwrightException refusal) {
    FacesContext context = FacesContext.getCurrentInstance();
    String label = refusal.code().label();
    String title = words.orElse("error." + refusal.code().number(), refusal.code().title());
    Optional<String> field = refusal.field().flatMap(name -> shown(context, name));
    String beside = field.map(name -> clientId(context, name)).orElse(null);
    String detail = words.said(refusal.getMessage()) + " (" + label + ")";
    if (beside != null && OF_FIELDS.contains(refusal.code())) {
      // It stands at the field: what the contract calls it would only be in the way.
      title = withoutName(detail, field.orElse(""));
      detail = "";
    }
    context.addMessage(beside, new FacesMessage(FacesMessage.SEVERITY_ERROR, title, detail));
    context.getExternalContext().getFlash().setKeepMessages(true);
    context.validationFailed();
  }

  private static String withoutName(String detail, String field) {
    if (!detail.startsWith(field)) {
      return detail;
    }
    String text = detail.substring(field.length()).replaceFirst("^[\\s:：]*的?", "").strip();
    if (text.startsWith(".")) {
      // The part of the field that is meant.
      return text.substring(1);
    }
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** The field as the page has it: of a part of one the whole, where it has no input of its own. */
  private Optional<String> shown(FacesContext context, String field) {
    if (clientId(context, field) != null) {
      return Optional.of(field);
    }
    int part = field.lastIndexOf('.');
    return part > 0 ? shown(context, field.substring(0, part)) : Optional.empty();
  }

  private String clientId(FacesContext context, String field) {
    String id = field.replaceAll("[^A-Za-z0-9]+", "_");
    UIComponent view = context.getViewRoot();
    UIComponent named = plainInputs == null ? null : view.findComponent(plainInputs + id);
    UIComponent form = view.findComponent(FORM);
    UIComponent component = named != null || form == null ? named : form.findComponent(id);
    if (component instanceof EditableValueHolder input) {
      input.setValid(false);
      return component.getClientId(context);
    }
    return plainInputs == null ? null : plainInputs + id;
  }
}
