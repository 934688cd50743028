package io.mailwright.rest.content;

import io.mailwright.audience.contact.ContactRepository;
import io.mailwright.content.attachment.AttachmentRules;
import io.mailwright.content.attachment.AttachmentUpload;
import io.mailwright.content.check.TemplateCheck;
import io.mailwright.content.render.Recipient;
import io.mailwright.content.render.RenderedAttachment;
import io.mailwright.content.render.TemplateSource;
import io.mailwright.content.template.Template;
import io.mailwright.content.template.TemplateRepository;
import io.mailwright.kernel.error.Require;
import io.mailwright.operations.access.Role;
import io.mailwright.operations.preview.TemplatePreview;
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
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Templates; saving one makes a new version. */
@Path("/templates")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Needs(Role.SENDER)
@Tag(name = "templates")
public class TemplateResource {
  @Inject private TemplateRepository templates;
  @Inject private ContactRepository contacts;
  @Inject private TemplatePreview preview;

  @GET
  @Needs(Role.VIEWER)
  @Operation(summary = "Templates, by id; without their text")
  public JsonObject page(@BeanParam PageQuery query) {
    return Answers.page(templates.page(query.request()), t -> fields(t).build());
  }

  @POST
  @Operation(
      summary = "Makes a template: {name, subject, html, text?, attachments?}",
      description =
          "Attachments are {name, contentType, base64, inlineId?}. A template with problems is"
              + " kept; one with errors cannot be sent. html and text have 1,048,576 characters at"
              + " most, the subject 2,000.")
  public Response create(JsonBody body, @Context UriInfo uri) {
    TemplateSource source = source(body, Optional.empty());
    Template made = templates.create(source);
    return Answers.created(uri, made, saved(made, source));
  }

  @GET
  @Path("/{id}")
  @Needs(Role.VIEWER)
  @Operation(summary = "One template as its newest version says it, without attachments' content")
  public Response get(@PathParam("id") long id) {
    Template template = templates.get(id);
    return Answers.one(template, full(template, templates.current(id)));
  }

  @GET
  @Path("/{id}/versions/{no}")
  @Needs(Role.VIEWER)
  @Operation(summary = "One version of a template")
  public JsonObject version(@PathParam("id") long id, @PathParam("no") int no) {
    Template template = templates.get(id);
    TemplateSource source = templates.source(id, no);
    return fields(template)
        .put("version", no)
        .put("subject", source.subject())
        .put("html", source.html())
        .put("text", source.text())
        .put("attachments", attachments(source))
        .build();
  }

  @PATCH
  @Path("/{id}")
  @Operation(summary = "Saves a new version; what is left out stays as it is")
  public Response change(@PathParam("id") long id, @BeanParam IfMatch ifMatch, JsonBody body) {
    var expected = ifMatch.required();
    TemplateSource source = source(body, Optional.of(templates.current(id)));
    Template changed = templates.save(id, expected, source);
    return Answers.one(changed, saved(changed, source));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Removes a template that no campaign uses")
  public void delete(@PathParam("id") long id, @BeanParam IfMatch ifMatch) {
    templates.delete(id, ifMatch.optional());
  }

  @POST
  @Path("/{id}/render")
  @Needs(Role.VIEWER)
  @Operation(summary = "Fills it in for a recipient: {contactId} or {attributes}")
  public JsonObject render(@PathParam("id") long id, JsonBody body) {
    Optional<Long> contactId = body.optionalNumber("contactId", Optional.empty());
    Optional<Map<String, String>> attributes = body.optionalMap("attributes");
    body.end();
    if (contactId.isPresent() == attributes.isPresent()) {
      throw Require.refused("contactId", "or attributes must be given, not both.");
    }
    Recipient recipient =
        contactId
            .map(contact -> TemplatePreview.recipient(contacts.get(contact)))
            .orElseGet(() -> TemplatePreview.recipient(attributes.orElseThrow()));
    TemplatePreview.Preview made = preview.of(templates.current(id), recipient);
    return new JsonAnswer()
        .put("subject", made.mail().subject())
        .put("html", made.mail().html())
        .put("text", made.mail().text())
        .put("raw", made.raw())
        .build();
  }

  private static TemplateSource source(JsonBody body, Optional<TemplateSource> now) {
    String name = body.text("name", now.map(TemplateSource::name));
    String subject = body.text("subject", now.map(TemplateSource::subject));
    String html = body.text("html", now.map(TemplateSource::html));
    Optional<String> text = body.optionalText("text", now.flatMap(TemplateSource::text));
    List<RenderedAttachment> attachments =
        body.has("attachments")
            ? AttachmentRules.accept(
                body.objects("attachments", TemplateResource::upload, List.of()))
            : now.map(TemplateSource::attachments).orElse(List.of());
    body.end();
    return new TemplateSource(name, subject, html, text, attachments);
  }

  private static AttachmentUpload upload(JsonBody body, String place) {
    return new AttachmentUpload(
        body.text("name", Optional.empty()),
        body.text("contentType", Optional.empty()),
        body.text("base64", Optional.empty()),
        body.optionalText("inlineId", Optional.empty()));
  }

  private static JsonAnswer fields(Template template) {
    return new JsonAnswer()
        .put("id", template.id())
        .put("version", template.currentNo())
        .put("name", template.name())
        .put("createdAt", template.createdAt());
  }

  private static JsonObject full(Template template, TemplateSource source) {
    return fields(template)
        .put("subject", source.subject())
        .put("html", source.html())
        .put("text", source.text())
        .put("attachments", attachments(source))
        .put("problems", problems(source))
        .build();
  }

  private static JsonObject saved(Template template, TemplateSource source) {
    return fields(template).put("problems", problems(source)).build();
  }

  private static List<JsonObject> attachments(TemplateSource source) {
    return source.attachments().stream()
        .map(
            attachment ->
                new JsonAnswer()
                    .put("name", attachment.name())
                    .put("contentType", attachment.contentType())
                    .put("inlineId", attachment.inlineId())
                    .put("bytes", attachment.bytes().length)
                    .build())
        .toList();
  }

  private static List<JsonObject> problems(TemplateSource source) {
    return TemplateCheck.of(source).problems().stream()
        .map(
            problem ->
                new JsonAnswer()
                    .put("severity", problem.kind().severity().code())
                    .put("kind", problem.kind().code())
                    .put("part", problem.part().field())
                    .put("line", problem.line())
                    .put("column", problem.column())
                    .put("message", problem.message().english())
                    .build())
        .toList();
  }
}
