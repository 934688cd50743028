package io.mailwright.rest.job;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.operations.access.Caller;
import io.mailwright.operations.access.Role;
import io.mailwright.operations.execution.ExecutionView;
import io.mailwright.operations.execution.Executions;
import io.mailwright.operations.execution.JobCatalogue;
import io.mailwright.operations.execution.JobDefinition;
import io.mailwright.operations.keeping.PurgeCounts;
import io.mailwright.rest.Answers;
import io.mailwright.rest.JsonAnswer;
import io.mailwright.rest.JsonBody;
import io.mailwright.rest.Needs;
import io.mailwright.rest.PageQuery;
import io.mailwright.rest.RoleFilter;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Job executions: history, steps and partitions, and what operators may do with one. */
@Path("/executions")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Needs(Role.SENDER)
@Tag(name = "jobs")
public class ExecutionResource {
  @Inject private Executions executions;
  @Inject private PurgeCounts deleted;
  @Context private SecurityContext security;

  /** The batch statuses of JSR-352. */
  private enum BatchState {
    STARTING,
    STARTED,
    STOPPING,
    STOPPED,
    FAILED,
    COMPLETED,
    ABANDONED
  }

  @GET
  @Needs(Role.VIEWER)
  @Operation(summary = "Executions, by id; ?job= ?state= (a batch status) ?campaignId=")
  public JsonObject page(
      @BeanParam PageQuery query,
      @QueryParam("job") String job,
      @QueryParam("state") String state,
      @QueryParam("campaignId") String campaignId) {
    PageRequest request = query.request();
    List<ExecutionView> rows =
        executions.list(
            new Executions.Filter(
                Optional.ofNullable(job).filter(text -> !text.isBlank()),
                Optional.ofNullable(state)
                    .filter(text -> !text.isBlank())
                    .map(text -> Require.oneOf("state", text, BatchState.class).name()),
                PageQuery.optionalNumber("campaignId", campaignId),
                request.after().orElse(0),
                request.limit() + 1,
                request.descending()));
    return Answers.page(
        Page.of(rows, request, ExecutionView::id), row -> ExecutionJson.fields(row).build());
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Starts a job: {job, parameters?}")
  public JsonObject start(JsonBody body) {
    String job = body.text("job", Optional.empty());
    Map<String, String> parameters = body.optionalMap("parameters").orElse(Map.of());
    body.end();
    requireRoleFor(job);
    return new JsonAnswer().put("executionId", executions.start(job, parameters, user())).build();
  }

  @GET
  @Path("/jobs")
  @Needs(Role.VIEWER)
  @Operation(summary = "The jobs that can be started, with their parameters")
  public JsonObject jobs() {
    return new JsonAnswer()
        .put("items", executions.definitions().stream().map(ExecutionResource::json).toList())
        .build();
  }

  @GET
  @Path("/{id}")
  @Needs(Role.VIEWER)
  @Operation(
      summary = "One execution with its steps and partitions",
      description = "A purge also has deleted: {kind: rows}.")
  public JsonObject get(@PathParam("id") long id) {
    return executions
        .find(id)
        .map(found -> ExecutionJson.full(found, deleted.of(id)))
        .orElseThrow(
            () ->
                new MailwrightException(ErrorCode.NOT_FOUND, "There is no execution " + id + "."));
  }

  @POST
  @Path("/{id}/stop")
  @Operation(summary = "Asks it to stop; of a campaign: pauses the campaign")
  public JsonObject stop(@PathParam("id") long id, JsonBody nothing) {
    nothing.end();
    requireRoleOf(id);
    return ExecutionJson.full(executions.stop(id, user()));
  }

  @POST
  @Path("/{id}/restart")
  @Operation(summary = "Restarts it where it stopped; answers the new execution")
  public JsonObject restart(@PathParam("id") long id, JsonBody nothing) {
    nothing.end();
    requireRoleOf(id);
    return ExecutionJson.full(executions.restart(id, user()));
  }

  @POST
  @Path("/{id}/abandon")
  @Operation(summary = "Ends it for good; of a campaign's last: cancels the campaign")
  public JsonObject abandon(@PathParam("id") long id, JsonBody nothing) {
    nothing.end();
    requireRoleOf(id);
    return ExecutionJson.full(executions.abandon(id, user()));
  }

  private void requireRoleOf(long id) {
    executions.find(id).map(ExecutionView::job).ifPresent(this::requireRoleFor);
  }

  private void requireRoleFor(String job) {
    if (JobCatalogue.isByAdmins(job)) {
      RoleFilter.check((Caller) security.getUserPrincipal(), Role.ADMIN);
    }
  }

  private String user() {
    return security.getUserPrincipal().getName();
  }

  private static JsonObject json(JobDefinition job) {
    return new JsonAnswer()
        .put("name", job.name())
        .put("ofCampaign", job.ofCampaign())
        .put(
            "parameters",
            job.parameters().stream()
                .map(
                    parameter ->
                        new JsonAnswer()
                            .put("name", parameter.name())
                            .put("default", parameter.defaultValue())
                            .put("minimum", parameter.minimum())
                            .put("maximum", parameter.maximum())
                            .put("required", parameter.required())
                            .build())
                .toList())
        .build();
  }
}
