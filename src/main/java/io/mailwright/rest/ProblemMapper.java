package io.mailwright.rest;

import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import jakarta.persistence.OptimisticLockException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Turns whatever goes wrong into a problem document. A fault of ours gets an id that is in the log
 * with the stack trace; the caller sees the id and no more.
 */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = Logger.getLogger(ProblemMapper.class.getName());

  @Override
  public Response toResponse(Throwable error) {
    if (error instanceof WebApplicationException refusal && refusal.getResponse().hasEntity()) {
      return refusal.getResponse();
    }
    return problem(error).response();
  }

  private static Problem problem(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof MailwrightException known) {
        logOwnFault(known);
        return new Problem(known.code(), known.getMessage(), known.field(), Optional.empty());
      }
      if (cause instanceof OptimisticLockException) {
        return of(
            ErrorCode.STALE_VERSION,
            "Someone else changed this meanwhile. Your change was not made; read it again and"
                + " repeat what you still want.");
      }
      if (cause instanceof ConstraintViolationException violations) {
        return violation(violations);
      }
      if (cause instanceof WebApplicationException refusal) {
        return refusal(refusal, error);
      }
      if (isUnavailable(cause)) {
        LOG.log(Level.WARNING, "The database did not answer a request", cause);
        return of(
            ErrorCode.DATABASE_UNAVAILABLE,
            "The database does not answer now. Nothing was changed; try again in a while.");
      }
    }
    return internal(error);
  }

  private static Problem of(ErrorCode code, String detail) {
    return new Problem(code, detail, Optional.empty(), Optional.empty());
  }

  private static boolean isUnavailable(Throwable cause) {
    return (cause instanceof DatabaseException failure && failure.isTransient())
        || (cause instanceof SQLException sql && new DatabaseException(sql).isTransient());
  }

  private static void logOwnFault(MailwrightException known) {
    if (known.code().kind().httpStatus() >= 500) {
      LOG.log(Level.WARNING, known.line(), known);
    }
  }

  private static Problem violation(ConstraintViolationException violations) {
    return violations.getConstraintViolations().stream()
        .findFirst()
        .map(
            first ->
                new Problem(
                    ErrorCode.INVALID_FIELD,
                    first.getPropertyPath() + " " + first.getMessage() + ".",
                    Optional.of(first.getPropertyPath().toString()),
                    Optional.empty()))
        .orElseGet(() -> of(ErrorCode.INVALID_FIELD, "A value is not acceptable."));
  }

  private static Problem refusal(WebApplicationException refusal, Throwable error) {
    int status = refusal.getResponse().getStatus();
    return switch (status) {
      case 404 ->
          of(ErrorCode.NO_SUCH_ADDRESS, "There is nothing at this address. /openapi lists all.");
      case 405 ->
          of(
              ErrorCode.METHOD_NOT_ALLOWED,
              "This method does not work here. /openapi lists those that do.");
      case 406 -> of(ErrorCode.NOT_ACCEPTABLE, "Accept names no type that can be given here.");
      case 413 -> of(ErrorCode.BODY_TOO_LARGE, "The request is larger than what is accepted.");
      case 415 ->
          of(
              ErrorCode.MEDIA_TYPE,
              "Content-Type names a type that is not read here. /openapi lists those that are.");
      default ->
          status >= 400 && status < 500
              ? of(ErrorCode.MALFORMED_BODY, "The request cannot be read. Nothing was changed.")
              : internal(error);
    };
  }

  private static Problem internal(Throwable error) {
    String id = UUID.randomUUID().toString();
    LOG.log(Level.SEVERE, "A request failed, instance urn:uuid:" + id, error);
    return new Problem(
        ErrorCode.INTERNAL,
        "Something went wrong on our side. The log has more under " + id + ".",
        Optional.empty(),
        Optional.of("urn:uuid:" + id));
  }
}
