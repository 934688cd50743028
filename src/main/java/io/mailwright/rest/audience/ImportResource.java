package io.mailwright.rest.audience;

import io.mailwright.audience.imports.ImportRepository;
import io.mailwright.audience.imports.ListImport;
import io.mailwright.audience.imports.StoredRejection;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.access.Role;
import io.mailwright.rest.Answers;
import io.mailwright.rest.CsvAnswer;
import io.mailwright.rest.Needs;
import io.mailwright.rest.PageQuery;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How far imports are, and what they rejected. */
@Path("/imports")
@RequestScoped
@Needs(Role.VIEWER)
@Tag(name = "lists")
public class ImportResource {
  private static final int BATCH = 1000;

  @Inject private ImportRepository imports;

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Imports, by id; ?listId= of one list")
  public JsonObject page(@BeanParam PageQuery query, @QueryParam("listId") String listId) {
    return Answers.page(
        imports.page(PageQuery.optionalNumber("listId", listId), query.request()),
        ListResource::json);
  }

  @GET
  @Path("/{id}")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "How far an import is")
  public JsonObject get(@PathParam("id") long id) {
    return ListResource.json(find(id));
  }

  @GET
  @Path("/{id}/rejects")
  @Produces("text/csv")
  @Operation(summary = "The rejected rows: line, column, value, reason")
  public Response rejects(@PathParam("id") long id) {
    find(id);
    StreamingOutput rows =
        out -> {
          CsvAnswer csv = new CsvAnswer(out, "line", "column", "value", "reason");
          long after = 0;
          List<StoredRejection> batch = imports.rejects(id, after, BATCH);
          while (!batch.isEmpty()) {
            for (StoredRejection row : batch) {
              csv.row(row.line(), row.column(), row.value(), row.detail());
              after = row.line();
            }
            batch = imports.rejects(id, after, BATCH);
          }
          csv.end();
        };
    return CsvAnswer.download(rows, "import-" + id + "-rejects.csv");
  }

  private ListImport find(long id) {
    return imports
        .find(id)
        .orElseThrow(
            () -> new MailwrightException(ErrorCode.NOT_FOUND, "There is no import " + id + "."));
  }
}
