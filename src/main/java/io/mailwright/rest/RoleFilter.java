package io.mailwright.rest;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import io.mailwright.operations.access.Caller;
import io.mailwright.operations.access.Role;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;

/** Lets a caller through whose role is enough; see {@link Needs}. */
@Provider
@Priority(Priorities.AUTHORIZATION)
public class RoleFilter implements ContainerRequestFilter {
  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    Role needed = needed(resource.getResourceClass(), resource.getResourceMethod());
    Caller caller = (Caller) request.getSecurityContext().getUserPrincipal();
    check(caller, needed);
  }

  /**
   * Where what is asked for decides which role it needs.
   *
   * @throws MailwrightException {@link ErrorCode#ROLE_TOO_LOW}
   */
  public static void check(Caller caller, Role needed) {
    if (!caller.role().covers(needed)) {
      throw new MailwrightException(
          ErrorCode.ROLE_TOO_LOW,
          "This needs the role "
              + Require.word(needed)
              + "; yours is "
              + Require.word(caller.role())
              + ". Nothing was changed.");
    }
  }

  static Role needed(Class<?> type, Method method) {
    Needs onMethod = method == null ? null : method.getAnnotation(Needs.class);
    Needs needs = onMethod == null && type != null ? type.getAnnotation(Needs.class) : onMethod;
    return needs == null ? Role.ADMIN : needs.value();
  }
}
