package io.mailwright.rest.trial;

import io.mailwright.operations.access.Role;
import io.mailwright.operations.trial.SandboxHost;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.Needs;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.OptionalInt;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The built-in mail server for trials. */
@Path("/sandbox")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Needs(Role.VIEWER)
@Tag(name = "sandbox")
public class SandboxResource {
  @Inject private SandboxHost sandbox;

  @GET
  @Operation(
      summary = "Whether the sandbox runs here, and by which ports of 127.0.0.1",
      description =
          "{on, smtpPort, mailboxPort}: mails go in by SMTP; what comes back of bounce-later@ and"
              + " complain@ is fetched by POP3, user and password sandbox. null while it is off.")
  public JsonObject get() {
    return new JsonAnswer()
        .put("on", sandbox.isOn())
        .put("smtpPort", open(sandbox.smtpPort()))
        .put("mailboxPort", open(sandbox.mailboxPort()))
        .build();
  }

  private static OptionalInt open(int port) {
    return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
  }
}
