package io.mailwright.rest.audience;

import io.mailwright.audience.contact.Contact;
import io.mailwright.audience.contact.ContactRepository;
import io.mailwright.audience.imports.ListImport;
import io.mailwright.audience.imports.OnError;
import io.mailwright.audience.intake.NamedCharset;
import io.mailwright.audience.list.ContactList;
import io.mailwright.audience.list.ContactListRepository;
import io.mailwright.kernel.error.Require;
import io.mailwright.operations.access.Role;
import io.mailwright.operations.intake.ListImports;
import io.mailwright.operations.intake.ListRemoval;
import io.mailwright.rest.Answers;
import io.mailwright.rest.IfMatch;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.JsonBody;
import io.mailwright.rest.Needs;
import io.mailwright.rest.PageQuery;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Contact lists, their contacts, and imports into them. */
@Path("/lists")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.SENDER)
@Tag(name = "lists")
public class ListResource {
  @Inject private ContactListRepository lists;
  @Inject private ContactRepository contacts;
  @Inject private ListImports imports;
  @Inject private ListRemoval removal;

  @GET
  @Needs(Role.VIEWER)
  @Operation(summary = "Lists, by id")
  public JsonObject page(@BeanParam PageQuery query) {
    return Answers.page(lists.page(query.request()), ListResource::json);
  }

  @POST
  @Operation(summary = "Makes a list: {name}")
  public Response create(JsonBody body, @Context UriInfo uri) {
    String name = body.text("name", Optional.empty());
    body.end();
    ContactList list = lists.create(name);
    return Answers.created(uri, list, json(list));
  }

  @GET
  @Path("/{id}")
  @Needs(Role.VIEWER)
  @Operation(summary = "One list, with the number of its contacts")
  public Response get(@PathParam("id") long id) {
    ContactList list = lists.get(id);
    return Answers.one(list, fields(list).put("contacts", contacts.count(id)).build());
  }

  @PATCH
  @Path("/{id}")
  @Operation(summary = "Renames a list: {name}")
  public Response change(@PathParam("id") long id, @BeanParam IfMatch ifMatch, JsonBody body) {
    var expected = ifMatch.required();
    String name = body.text("name", Optional.of(lists.get(id).name()));
    body.end();
    ContactList list = lists.rename(id, expected, name);
    return Answers.one(list, json(list));
  }

  @DELETE
  @Path("/{id}")
  @Operation(
      summary = "Removes a list with its contacts and imports",
      description =
          "Refused with 409 while a campaign that is not over sends to it, or an import into it"
              + " runs. What campaigns sent stays in their deliveries.")
  public void delete(@PathParam("id") long id, @BeanParam IfMatch ifMatch) {
    removal.remove(id, ifMatch.optional());
  }

  @GET
  @Path("/{id}/contacts")
  @Needs(Role.VIEWER)
  @Operation(summary = "Contacts, by id; ?text= finds the beginning of an address or name")
  public JsonObject contacts(
      @PathParam("id") long id,
      @BeanParam PageQuery query,
      @QueryParam("text") @DefaultValue("") String text) {
    lists.get(id);
    return Answers.page(contacts.page(id, query.request(), text), ListResource::json);
  }

  @POST
  @Path("/{id}/imports")
  @Consumes({
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    MediaType.APPLICATION_OCTET_STREAM
  })
  @Operation(
      summary = "Imports a CSV or XLSX file with a header row; a column email is required",
      description =
          "onError=skip (default) imports the good rows, abort all or nothing. The encoding is that"
              + " of the file's byte order mark, else the charset of Content-Type, else it is found"
              + " by looking at the file.")
  public Response startImport(
      @PathParam("id") long id,
      @QueryParam("onError") @DefaultValue("skip") String onError,
      @QueryParam("fileName") @DefaultValue("upload") String fileName,
      @Context SecurityContext security,
      @Context HttpHeaders headers,
      InputStream body) {
    Optional<Charset> charset =
        Optional.ofNullable(headers.getMediaType())
            .map(type -> type.getParameters().get(MediaType.CHARSET_PARAMETER))
            .map(NamedCharset::of);
    OnError choice = Require.oneOf("onError", onError, OnError.class);
    ListImports.Started started =
        imports.start(id, choice, fileName, charset, body, security.getUserPrincipal().getName());
    return Response.status(Response.Status.ACCEPTED)
        .entity(
            new JsonAnswer()
                .put("importId", started.importId())
                .put("executionId", started.executionId())
                .build())
        .build();
  }

  private static JsonAnswer fields(ContactList list) {
    return new JsonAnswer()
        .put("id", list.id())
        .put("version", list.version())
        .put("name", list.name())
        .put("createdAt", list.createdAt());
  }

  private static JsonObject json(ContactList list) {
    return fields(list).build();
  }

  static JsonObject json(Contact contact) {
    return new JsonAnswer()
        .put("id", contact.id())
        .put("listId", contact.listId())
        .put("email", contact.email())
        .put("name", contact.name())
        .put("locale", contact.locale())
        .put("timezone", contact.timezone())
        .put("attributes", contact.attributes())
        .put("createdAt", contact.createdAt())
        .put("updatedAt", contact.updatedAt())
        .build();
  }

  static JsonObject json(ListImport listImport) {
    return new JsonAnswer()
        .put("id", listImport.id())
        .put("listId", listImport.request().listId())
        .put("state", listImport.state())
        .put("onError", listImport.request().onError())
        .put("fileName", listImport.request().fileName())
        .put("encoding", listImport.encoding())
        .put("message", listImport.message())
        .put("rowsRead", listImport.rowsRead())
        .put("imported", listImport.imported())
        .put("updated", listImport.updated())
        .put("rejected", listImport.rejected())
        .put("createdBy", listImport.request().createdBy())
        .put("createdAt", listImport.createdAt())
        .put("endedAt", listImport.endedAt())
        .build();
  }
}
