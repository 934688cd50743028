package io.mailwright.runtime.launcher;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The options of Payara Micro 6.2025.10, in small letters. It finds a wrong one itself, but only
 * after seconds, with an exit status of its own.
 */
final class ServerOptions {
  private static final Set<String> WITHOUT_VALUE =
      Set.of(
          "autobindhttp",
          "autobindssl",
          "disablephonehome",
          "enabledynamiclogging",
          "enablerequesttracingadaptivesampling",
          "enablesni",
          "help",
          "hostaware",
          "hotdeploy",
          "lite",
          "logo",
          "nested",
          "nocluster",
          "nohazelcast",
          "nohostaware",
          "outputlauncher",
          "showservletmappings",
          "version",
          "warmup");

  private static final Set<String> WITH_VALUE =
      Set.of(
          "accesslog",
          "accesslogformat",
          "accessloginterval",
          "accesslogprefix",
          "accesslogsuffix",
          "additionalrepository",
          "addjars",
          "addlibs",
          "autobindrange",
          "clustermode",
          "clustername",
          "contextroot",
          "copytouberjar",
          "deploy",
          "deploydir",
          "deployfromgav",
          "deploymentdir",
          "domainconfig",
          "enablehealthcheck",
          "globalcontextroot",
          "group",
          "hzconfigfile",
          "hzinitialjoinwait",
          "hzpublicaddress",
          "instancegroup",
          "interfaces",
          "logproperties",
          "logtofile",
          "maxhttpthreads",
          "mcaddress",
          "mcport",
          "minhttpthreads",
          "name",
          "outputuberjar",
          "port",
          "postbootcommandfile",
          "postdeploycommandfile",
          "prebootcommandfile",
          "requesttracingadaptivesamplingtargetcount",
          "requesttracingadaptivesamplingtimeunit",
          "requesttracingadaptivesamplingtimevalue",
          "requesttracingthresholdunit",
          "requesttracingthresholdvalue",
          "rootdir",
          "secretsdir",
          "shutdowngrace",
          "sslcert",
          "sslport",
          "startport",
          "systemproperties",
          "unpackdir");

  /** Its value may be left out. */
  private static final String TRACING = "enablerequesttracing";

  /** A word without dashes is an archive to deploy. */
  private static final List<String> ARCHIVES = List.of(".war", ".jar", ".rar", ".ear");

  private ServerOptions() {}

  /** Whether the server understands this word where it expects an option. */
  static boolean knows(String word) {
    String name = name(word);
    return isOption(word)
        ? WITHOUT_VALUE.contains(name) || WITH_VALUE.contains(name) || name.equals(TRACING)
        : ARCHIVES.stream().anyMatch(name::endsWith);
  }

  /** Whether the word after this option is its value. */
  static boolean takes(String option, List<String> after) {
    boolean mayTake = name(option).equals(TRACING) && !after.isEmpty() && !isOption(after.get(0));
    return isOption(option) && (WITH_VALUE.contains(name(option)) || mayTake);
  }

  private static boolean isOption(String word) {
    return word.startsWith("--");
  }

  private static String name(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return isOption(word) ? lower.substring(2) : lower;
  }
}
