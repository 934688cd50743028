package io.mailwright.rest.job;

import io.mailwright.operations.execution.ExecutionView;
import io.mailwright.operations.keeping.KeptKind;
import io.mailwright.rest.JsonAnswer;
import jakarta.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Executions as JSON. */
final class ExecutionJson {
  private ExecutionJson() {}

  /** An execution without its steps. */
  static JsonAnswer fields(ExecutionView execution) {
    return new JsonAnswer()
        .put("id", execution.id())
        .put("instanceId", execution.instanceId())
        .put("job", execution.job())
        .put("campaignId", execution.campaignId())
        .put("importId", execution.importId())
        .put("batchStatus", execution.batchStatus())
        .put("exitStatus", execution.exitStatus())
        .put("createdAt", execution.createdAt())
        .put("startedAt", execution.startedAt())
        .put("endedAt", execution.endedAt())
        .put("node", execution.node())
        .put("startedBy", execution.startedBy())
        .put("cause", execution.cause())
        .put("live", execution.isLive());
  }

  /** With parameters, steps and partitions. */
  static JsonObject full(ExecutionView execution) {
    return full(execution, Optional.empty());
  }

  /** With what it deleted, if that is what it is for. */
  static JsonObject full(ExecutionView execution, Map<KeptKind, Long> deleted) {
    Map<String, Long> byField = new LinkedHashMap<>();
    deleted.forEach((kind, rows) -> byField.put(kind.field(), rows));
    return full(
        execution, execution.job().equals("purge") ? Optional.of(byField) : Optional.empty());
  }

  private static JsonObject full(ExecutionView execution, Optional<Map<String, Long>> deleted) {
    return fields(execution)
        .put("parameters", execution.parameters())
        .putIfPresent("deleted", deleted)
        .put("steps", execution.steps().stream().map(ExecutionJson::step).toList())
        .build();
  }

  private static JsonObject step(ExecutionView.Step step) {
    return new JsonAnswer()
        .put("name", step.name())
        .put("status", step.batchStatus())
        .put("exitStatus", step.exitStatus())
        .put("startedAt", step.startedAt())
        .put("endedAt", step.endedAt())
        .put("metrics", metrics(step.metrics()))
        .put("total", step.total())
        .put("partitions", step.workers().stream().map(ExecutionJson::worker).toList())
        .build();
  }

  private static JsonObject worker(ExecutionView.Worker worker) {
    return new JsonAnswer()
        .put("partition", worker.partition())
        .put("status", worker.batchStatus())
        .put("node", worker.node())
        .put("startedAt", worker.startedAt())
        .put("updatedAt", worker.updatedAt())
        .put("endedAt", worker.endedAt())
        .put("metrics", metrics(worker.metrics()))
        .build();
  }

  private static JsonAnswer metrics(ExecutionView.Metrics metrics) {
    return new JsonAnswer()
        .put("read", metrics.read())
        .put("written", metrics.written())
        .put("skipped", metrics.skipped())
        .put("filtered", metrics.filtered())
        .put("rolledBack", metrics.rolledBack())
        .put("committed", metrics.committed());
  }
}
