package io.mailwright.console;

import io.mailwright.kernel.error.ErrorKind;
import io.mailwright.kernel.error.MailwrightException;
import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerFactory;
import jakarta.faces.context.ExceptionHandlerWrapper;
import jakarta.faces.event.ExceptionQueuedEvent;
import jakarta.faces.event.ExceptionQueuedEventContext;
import jakarta.faces.event.PhaseId;
import java.util.Iterator;
import java.util.Optional;
import org.omnifaces.util.Exceptions;
import org.omnifaces.util.Faces;
import org.omnifaces.util.Messages;

/**
 * Answers 404 for a page about something that does not exist (any more) and 403 for one that the
 * role does not allow, and leads a form whose view the server does not know (any more) back to its
 * page, which says so; instead of "that did not work".
 */
public class RefusedViews extends ExceptionHandlerFactory {

  /** In the flash of the page that a form was led back to. */
  static final String EXPIRED = "expired";

  /** Called by Faces. */
  public RefusedViews(ExceptionHandlerFactory wrapped) {
    super(wrapped);
  }

  @Override
  public ExceptionHandler getExceptionHandler() {
    return new Handler(getWrapped().getExceptionHandler());
  }

  private static final class Handler extends ExceptionHandlerWrapper {
    Handler(ExceptionHandler wrapped) {
      super(wrapped);
    }

    @Override
    public void handle() {
      Iterator<ExceptionQueuedEvent> queued = getUnhandledExceptionQueuedEvents().iterator();
      while (queued.hasNext()) {
        ExceptionQueuedEventContext failure = queued.next().getContext();
        Optional<MailwrightException> refused = refused(failure.getException());
        if (isLost(failure) && !Faces.isResponseCommitted()) {
          queued.remove();
          // An address of this page or, without a log-in, of the log-in page.
          Faces.setFlashAttribute(EXPIRED, true);
          Faces.redirect(Faces.getRequestURIWithQueryString());
        } else if (refused.isPresent() && !Faces.isResponseCommitted()) {
          queued.remove();
          answer(refused.get());
        }
      }
      getWrapped().handle();
    }

    /** Whatever goes wrong while a form's view is taken up again: no page is there to say it. */
    private static boolean isLost(ExceptionQueuedEventContext failure) {
      return PhaseId.RESTORE_VIEW.equals(failure.getPhaseId())
          && "POST".equals(Faces.getRequest().getMethod());
    }

    private static Optional<MailwrightException> refused(Throwable thrown) {
      return Optional.ofNullable(Exceptions.unwrap(thrown))
          .filter(MailwrightException.class::isInstance)
          .map(MailwrightException.class::cast)
          .filter(
              e ->
                  e.code().kind() == ErrorKind.NOT_FOUND || e.code().kind() == ErrorKind.FORBIDDEN);
    }

    private static void answer(MailwrightException refused) {
      if (Faces.isAjaxRequest()) {
        // The page stays as it is; what was asked for is gone.
        Messages.addGlobalError(refused.line());
        Faces.getContext().renderResponse();
      } else {
        Faces.responseReset();
        Faces.responseSendError(refused.code().kind().httpStatus(), refused.line());
      }
    }
  }
}
