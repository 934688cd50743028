package io.mailwright.operations.execution;

import java.util.List;

/**
 * A job that can be started.
 *
 * @param name the JSL job id, also the file's name
 * @param parameters in the order a form shows them
 * @param ofCampaign whether it belongs to a campaign ({@code campaignId} is required)
 * @param byAdmins whether only admins may start it: it deletes for good
 */
public record JobDefinition(
    String name, List<Parameter> parameters, boolean ofCampaign, boolean byAdmins) {
  /**
   * @param defaultValue as text; empty if a value must be given
   * @param minimum smallest number allowed
   * @param maximum largest number allowed
   */
  public record Parameter(
      String name, String defaultValue, long minimum, long maximum, boolean required) {}
}
