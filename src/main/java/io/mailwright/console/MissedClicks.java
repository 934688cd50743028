package io.mailwright.console;

import jakarta.faces.application.FacesMessage;
import jakarta.faces.component.UIViewAction;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.ActionEvent;
import jakarta.faces.event.ActionListener;
import jakarta.faces.event.PhaseEvent;
import jakarta.faces.event.PhaseId;
import jakarta.faces.event.PhaseListener;
import org.omnifaces.util.Beans;

/**
 * Says so when a form was sent by a button that the page does not offer any more, because somebody
 * else has started, cancelled or decided meanwhile: Faces would show the page anew without a word.
 */
public class MissedClicks implements PhaseListener {
  private static final long serialVersionUID = 1L;
  private static final String HEARD = MissedClicks.class.getName();

  /** Remembers that the button of the request was found. */
  public static class Heard implements ActionListener {
    private final ActionListener wrapped;

    /** Called by Faces. */
    public Heard(ActionListener wrapped) {
      this.wrapped = wrapped;
    }

    @Override
    public void processAction(ActionEvent event) {
      // A page that is read anew is heard too, and is no button.
      if (!(event.getComponent() instanceof UIViewAction)) {
        FacesContext.getCurrentInstance().getAttributes().put(HEARD, true);
      }
      wrapped.processAction(event);
    }
  }

  @Override
  public PhaseId getPhaseId() {
    return PhaseId.RENDER_RESPONSE;
  }

  @Override
  public void beforePhase(PhaseEvent event) {
    FacesContext context = event.getFacesContext();
    if (context.isPostback()
        && !context.getPartialViewContext().isAjaxRequest()
        && !context.getAttributes().containsKey(HEARD)
        && context.getMessageList().isEmpty()) {
      String text = Beans.getReference(Words.class).of("layout.missed");
      context.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_WARN, text, ""));
    }
  }
}
