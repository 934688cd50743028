package io.mailwright.rest;

import io.mailwright.kernel.store.PageRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.tags.Tag;

/**
 * Completes the document that the server makes of the resources: what it cannot see is how lists
 * are paged, that a change names its version, what an error looks like and that a body is any
 * object; and it gives operations of different resources the same id.
 */
public class OpenApiDocument implements OASFilter {
  private static final String PROBLEM = "application/problem+json";

  /** The methods of resources that answer a page. */
  private static final Set<String> PAGES = Set.of("page", "contacts", "outbox");

  /** Those that write an array piece by piece, so that the server does not know its type. */
  private static final Set<String> ARRAYS = Set.of("classify", "take");

  @Override
  public void filterOpenAPI(OpenAPI document) {
    document.setTags(eachOnce(document.getTags()));
    document.getComponents().setSchemas(schemas(document.getComponents().getSchemas()));
    document
        .getPaths()
        .getPathItems()
        .forEach(
            (path, item) ->
                item.getOperations()
                    .forEach((method, operation) -> complete(path, item, method, operation)));
  }

  private static List<Tag> eachOnce(List<Tag> tags) {
    Set<String> names = new HashSet<>();
    return tags.stream().filter(tag -> names.add(tag.getName())).toList();
  }

  /** The server shows the fields of our reader in the place of those of the request. */
  private static Map<String, Schema> schemas(Map<String, Schema> found) {
    Map<String, Schema> schemas = new LinkedHashMap<>(found);
    schemas.put(
        JsonBody.class.getSimpleName(),
        ofType(Schema.SchemaType.OBJECT)
            .description("The fields of the summary; one that is not known is refused with 422"));
    schemas.put(
        "Problem",
        ofType(Schema.SchemaType.OBJECT)
            .description("RFC 9457")
            .addProperty("type", ofType(Schema.SchemaType.STRING))
            .addProperty("title", ofType(Schema.SchemaType.STRING))
            .addProperty("status", ofType(Schema.SchemaType.INTEGER))
            .addProperty("code", ofType(Schema.SchemaType.STRING).description("Such as MW-1002"))
            .addProperty("detail", ofType(Schema.SchemaType.STRING))
            .addProperty("field", ofType(Schema.SchemaType.STRING)));
    return schemas;
  }

  private static Schema ofType(Schema.SchemaType type) {
    return OASFactory.createSchema().type(type);
  }

  private static void complete(
      String path, PathItem item, PathItem.HttpMethod method, Operation operation) {
    List<Parameter> parameters = new ArrayList<>();
    if (operation.getParameters() != null) {
      parameters.addAll(operation.getParameters());
    }
    parameters.stream()
        .filter(parameter -> parameter.getIn() == Parameter.In.PATH)
        .forEach(parameter -> parameter.setSchema(id()));
    if (method == PathItem.HttpMethod.GET && PAGES.contains(operation.getOperationId())) {
      parameters.addAll(paging());
    }
    // What cannot be changed has no versions.
    if (method == PathItem.HttpMethod.PATCH
        || (method == PathItem.HttpMethod.DELETE && item.getPATCH() != null)) {
      parameters.add(ifMatch(method == PathItem.HttpMethod.PATCH));
    }
    operation.setParameters(parameters);
    boolean isArray = ARRAYS.contains(operation.getOperationId());
    operation.setOperationId(idOf(path, method));
    operation.setResponses(responses(method, operation.getResponses()));
    if (isArray) {
      sayArray(operation.getResponses().getAPIResponse("2XX").getContent());
    }
  }

  private static void sayArray(Content content) {
    Schema array = ofType(Schema.SchemaType.ARRAY).items(ofType(Schema.SchemaType.OBJECT));
    content.getMediaTypes().values().forEach(media -> media.setSchema(array));
  }

  private static Schema id() {
    return ofType(Schema.SchemaType.INTEGER).format("int64");
  }

  private static List<Parameter> paging() {
    return List.of(
        query(
            "limit",
            ofType(Schema.SchemaType.INTEGER)
                .minimum(BigDecimal.ONE)
                .maximum(BigDecimal.valueOf(PageRequest.MAX_LIMIT))
                .defaultValue(PageRequest.DEFAULT_LIMIT)),
        query("after", id().description("What the page before this one gave as next")),
        query(
            "order",
            ofType(Schema.SchemaType.STRING)
                .enumeration(List.of("asc", "desc"))
                .defaultValue("asc")));
  }

  private static Parameter query(String name, Schema schema) {
    return OASFactory.createParameter().name(name).in(Parameter.In.QUERY).schema(schema);
  }

  private static Parameter ifMatch(boolean isRequired) {
    return OASFactory.createParameter()
        .name("If-Match")
        .in(Parameter.In.HEADER)
        .required(isRequired)
        .description("The ETag of what was read, or * for whatever is there")
        .schema(ofType(Schema.SchemaType.STRING));
  }

  /** Of method and path, since those are unique: getCampaignsIdDeliveries. */
  private static String idOf(String path, PathItem.HttpMethod method) {
    StringBuilder id = new StringBuilder(method.name().toLowerCase(Locale.ROOT));
    for (String word : path.replaceFirst("^/api/", "").split("[^A-Za-z]+")) {
      if (!word.isEmpty()) {
        id.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    return id.toString();
  }

  private static APIResponses responses(PathItem.HttpMethod method, APIResponses found) {
    Content content = OASFactory.createContent();
    if (method != PathItem.HttpMethod.DELETE) {
      found
          .getDefaultValue()
          .getContent()
          .getMediaTypes()
          .forEach((type, media) -> content.addMediaType(type.replaceFirst(";.*", ""), media));
    }
    APIResponse done = OASFactory.createAPIResponse().description("Done");
    if (!content.getMediaTypes().isEmpty()) {
      done.setContent(content);
    }
    MediaType problem =
        OASFactory.createMediaType().schema(OASFactory.createSchema().ref("Problem"));
    return OASFactory.createAPIResponses()
        .addAPIResponse("2XX", done)
        .defaultValue(
            OASFactory.createAPIResponse()
                .description("It was refused or failed")
                .content(OASFactory.createContent().addMediaType(PROBLEM, problem)));
  }
}
