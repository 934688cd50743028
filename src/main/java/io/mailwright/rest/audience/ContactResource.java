package io.mailwright.rest.audience;

import io.mailwright.audience.contact.ContactRepository;
import io.mailwright.operations.access.Role;
import io.mailwright.rest.Needs;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Single contacts; they are made and changed by imports. */
@Path("/contacts")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Needs(Role.SENDER)
@Tag(name = "lists")
public class ContactResource {
  @Inject private ContactRepository contacts;

  @GET
  @Path("/{id}")
  @Needs(Role.VIEWER)
  @Operation(summary = "One contact")
  public JsonObject get(@PathParam("id") long id) {
    return ListResource.json(contacts.get(id));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Takes a contact out of its list")
  public void delete(@PathParam("id") long id) {
    contacts.delete(id);
  }
}
