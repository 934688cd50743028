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
 * Answers 404 for a page about something that does not exist (any more), instead of "that did not
 * work".
 */
public class MissingThings extends ExceptionHandlerFactory {

  /** Called by Faces. */
  public MissingThings(ExceptionHandlerFactory wrapped) {
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
        Optional<MailwrightException> missing = missing(queued.next().getContext().getException());
        if (missing.isPresent() && !Faces.isResponseCommitted()) {
          queued.remove();
          answer(missing.get());
        }
      }
      getWrapped().handle();
    }

    private static Optional<MailwrightException> missing(Throwable thrown) {
      return Optional.ofNullable(Exceptions.unwrap(thrown))
          .filter(MailwrightException.class::isInstance)
          .map(MailwrightException.class::cast)
          .filter(e -> e.code().kind() == ErrorKind.NOT_FOUND);
    }

    private static void answer(MailwrightException missing) {
      if (Faces.isAjaxRequest()) {
        // The page stays as it is; what was asked for is gone.
        Messages.addGlobalError(missing.line());
        Faces.getContext().renderResponse();
      } else {
        Faces.responseReset();
        Faces.responseSendError(404, missing.line());
      }
    }
  }
}
