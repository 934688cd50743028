package io.mailwright.operations.execution;

/** An execution's end is stored and none of its threads runs any more; its lease is still held. */
public record ExecutionEnded(JobRun run) {}
