package io.mailwright.operations.execution;

import io.mailwright.operations.access.Role;
import java.util.List;

/**
 * A job that can be started.
 *
 * @param name the JSL job id, also the file's name
 * @param parameters in the order a form shows them
 * @param startedBy the role that it takes to start it
 */
public record JobDefinition(String name, List<Parameter> parameters, Role startedBy) {
  /** The parameter that says of which campaign a job is. */
  static final String CAMPAIGN = "campaignId";

  /** Whether it belongs to a campaign. */
  public boolean ofCampaign() {
    return parameters.stream().anyMatch(parameter -> parameter.name().equals(CAMPAIGN));
  }

  /**
   * @param defaultValue as text; empty if a value must be given
   * @param minimum smallest number allowed
   * @param maximum largest number allowed
   */
  public record Parameter(
      String name, String defaultValue, long minimum, long maximum, boolean required) {}
}
