package io.mailwright.operations.execution;

/**
 * An execution that a crash left was marked as interrupted; whoever marked it still holds its
 * lease.
 */
public record ExecutionInterrupted(JobRun run) {}
