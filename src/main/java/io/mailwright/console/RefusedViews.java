package io.mailwright.console;

import io.mailwright.kernel.error.ErrorKind;
import io.mailwright.kernel.error.MailwrightException;
import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerFactory;
import jakarta.faces.context.ExceptionHandlerWrapper;
import jakarta.faces.event.ExceptionQueuedEvent;
import java.util.Iterator;
import java.util.Optional;
import org.omnifaces.util.Exceptions;
import org.omnifaces.util.Faces;
import org.omnifaces.util.Messages;

/**
 * Answers 404 for a page about something that does not exist (any more) and 403 for one that the
 * role does not allow, instead of "that did not work".
 */
public class RefusedViews extends ExceptionHandlerFactory {

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
        Optional<MailwrightException> refused = refused(queued.next().getContext().getException());
        if (refused.isPresent() && !Faces.isResponseCommitted()) {
          queued.remove();
          answer(refused.get());
        }
      }
      getWrapped().handle();
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
