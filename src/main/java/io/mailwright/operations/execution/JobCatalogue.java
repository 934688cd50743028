package io.mailwright.operations.execution;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import io.mailwright.operations.access.Role;
import io.mailwright.operations.execution.JobDefinition.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The jobs that people can start, with the parameters of each. Parameters are ids and small numbers
 * only: JBeret stores them as lines, so a line break in a value would inject further ones.
 */
public final class JobCatalogue {
  private static final List<Parameter> SENDING =
      List.of(
          new Parameter(JobDefinition.CAMPAIGN, "", 1, Long.MAX_VALUE, true),
          new Parameter("workers", "0", 0, 128, false),
          new Parameter("itemCount", "100", 1, 500, false),
          new Parameter("skipLimit", "1000", 0, 1_000_000, false),
          new Parameter("retryLimit", "3", 0, 100, false));

  /** All jobs, in the order people meet them. */
  public static final List<JobDefinition> JOBS =
      List.of(
          new JobDefinition("send-campaign", SENDING, Role.SENDER),
          new JobDefinition("continue-campaign", SENDING, Role.SENDER),
          new JobDefinition(
              "import-recipients",
              List.of(new Parameter("importId", "", 1, Long.MAX_VALUE, true)),
              Role.SENDER),
          new JobDefinition(
              "collect-feedback",
              List.of(new Parameter("mailboxId", "0", 0, Long.MAX_VALUE, false)),
              Role.SENDER),
          // It deletes for good.
          new JobDefinition("purge", List.of(), Role.ADMIN));

  private JobCatalogue() {}

  /** Whether only admins may start a job; false for one that there is not. */
  public static boolean isByAdmins(String job) {
    return JOBS.stream().anyMatch(j -> j.name().equals(job) && j.startedBy() == Role.ADMIN);
  }

  /**
   * Checks what was given for a job.
   *
   * @throws MailwrightException {@code UNKNOWN_JOB} or {@code BAD_JOB_PARAMETER} with the name
   */
  public static Properties check(String job, Map<String, String> given) {
    JobDefinition definition =
        JOBS.stream()
            .filter(j -> j.name().equals(job))
            .findFirst()
            .orElseThrow(
                () ->
                    MailwrightException.ofField(
                        ErrorCode.UNKNOWN_JOB,
                        "job",
                        "There is no such job. Nothing was started; the jobs are "
                            + String.join(", ", JOBS.stream().map(JobDefinition::name).toList())
                            + "."));
    for (String name : given.keySet()) {
      if (definition.parameters().stream().noneMatch(p -> p.name().equals(name))) {
        throw refused(
            "parameters",
            name
                + " is no parameter of "
                + job
                + "; it has "
                + String.join(", ", definition.parameters().stream().map(Parameter::name).toList())
                + ".");
      }
    }
    Properties checked = new Properties();
    Require.all(
        definition.parameters().stream()
            .map(p -> (Runnable) () -> put(checked, p, given.get(p.name())))
            .toArray(Runnable[]::new));
    return checked;
  }

  private static void put(Properties checked, Parameter parameter, String value) {
    if (value != null && !value.isEmpty()) {
      checked.setProperty(parameter.name(), String.valueOf(number(parameter, value)));
    } else if (parameter.required()) {
      throw refused(parameter.name(), parameter.name() + " must be given.");
    }
  }

  private static long number(Parameter parameter, String value) {
    try {
      if (!value.matches("[0-9]{1,19}")) {
        throw new NumberFormatException(value);
      }
      long number = Long.parseLong(value);
      if (number < parameter.minimum() || number > parameter.maximum()) {
        throw refused(
            parameter.name(),
            parameter.name()
                + " must be from "
                + parameter.minimum()
                + " to "
                + parameter.maximum()
                + ".");
      }
      return number;
    } catch (NumberFormatException e) {
      throw refused(
          parameter.name(),
          parameter.name() + " must be a whole number, without spaces or line breaks.");
    }
  }

  private static MailwrightException refused(String name, String detail) {
    return MailwrightException.ofField(
        ErrorCode.BAD_JOB_PARAMETER, name, detail + " Nothing was started.");
  }
}
