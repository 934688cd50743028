package io.mailwright.kernel.settings;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes values of the texts of settings. Each method refuses a text that is none of its kind, with
 * the setting's name: {@link ErrorCode#SETTING_UNUSABLE}.
 */
final class SettingReader {
  /** The highest port. */
  static final int MOST_PORT = 65_535;

  private static final Pattern MEMBER =
      Pattern.compile("([\\w.-]+|\\[[0-9A-Fa-f:.]+\\]):[0-9]{1,5}");
  private static final Pattern RESOLVER =
      Pattern.compile("(?<host>[\\w.-]+|\\[[0-9A-Fa-f:.]+\\])(:(?<port>[0-9]{1,5}))?");
  private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern ADDRESS =
      Pattern.compile(ATOM + "(?:\\." + ATOM + ")*@" + LABEL + "(?:\\." + LABEL + ")+");
  private static final int LONGEST_ADDRESS = 254;
  private static final int LONGEST_LOCAL = 64;
  private static final int DNS = 53;

  private final Function<String, Optional<String>> source;

  /**
   * @param source a value by property name ({@link Setting#property}); blank counts as unset
   */
  SettingReader(Function<String, Optional<String>> source) {
    this.source = source;
  }

  private enum Switch {
    ON,
    OFF
  }

  /** The text without the spaces around it, else the default, if there is one. */
  Optional<String> value(Setting setting) {
    return source
        .apply(setting.property())
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .or(setting::fallback);
  }

  String required(Setting setting) {
    return value(setting).orElseThrow(() -> refused(setting, "is missing"));
  }

  int number(Setting setting, int least, int most) {
    try {
      int number = Integer.parseInt(required(setting));
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw refused(setting, "must be a number from " + least + " to " + most);
    }
    throw refused(setting, "must be from " + least + " to " + most);
  }

  Duration seconds(Setting setting, int least, int most) {
    return Duration.ofSeconds(number(setting, least, most));
  }

  <E extends Enum<E>> E word(Setting setting, Class<E> type) {
    String given = required(setting).toUpperCase(Locale.ROOT);
    return Stream.of(type.getEnumConstants())
        .filter(constant -> constant.name().equals(given))
        .findFirst()
        .orElseThrow(
            () ->
                refused(
                    setting,
                    "must be one of "
                        + String.join(
                            ", ",
                            Stream.of(type.getEnumConstants())
                                .map(c -> c.name().toLowerCase(Locale.ROOT))
                                .toList())));
  }

  boolean isOn(Setting setting) {
    return word(setting, Switch.class) == Switch.ON;
  }

  /** A time of day; empty for off. */
  Optional<LocalTime> timeOrOff(Setting setting) {
    String given = required(setting);
    if (given.equalsIgnoreCase(Switch.OFF.name())) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalTime.parse(given));
    } catch (DateTimeException e) {
      throw refused(setting, "must be a time such as 03:30, or off");
    }
  }

  /** Hosts with their ports. */
  List<String> members(Setting setting) {
    List<String> members = parts(setting);
    if (!members.stream().allMatch(MEMBER.asMatchPredicate())) {
      throw refused(setting, "must be host:port, or several of them with commas between");
    }
    return members;
  }

  /** The texts between commas. */
  List<String> parts(Setting setting) {
    return value(setting).stream()
        .flatMap(text -> Stream.of(text.split(",", -1)))
        .map(String::strip)
        .toList();
  }

  /**
   * @param most how many are accepted
   */
  List<String> addresses(Setting setting, int most) {
    List<String> addresses = parts(setting);
    if (addresses.size() > most || !addresses.stream().allMatch(SettingReader::isAddress)) {
      throw refused(
          setting,
          most == 1
              ? "must be a mail address such as notices@example.com"
              : "must be mail addresses with commas between, at most " + most);
    }
    return addresses;
  }

  private static boolean isAddress(String text) {
    return text.length() <= LONGEST_ADDRESS
        && text.indexOf('@') <= LONGEST_LOCAL
        && ADDRESS.matcher(text).matches();
  }

  List<Network> networks(Setting setting) {
    try {
      return parts(setting).stream().map(Network::of).toList();
    } catch (IllegalArgumentException e) {
      throw refused(
          setting, "must be networks such as 10.1.0.0/16 or fd00::/8, with commas between");
    }
  }

  Optional<InetSocketAddress> resolver(Setting setting) {
    return value(setting).map(text -> resolver(setting, text));
  }

  private static InetSocketAddress resolver(Setting setting, String text) {
    Matcher parts = RESOLVER.matcher(text);
    int port = 0;
    if (parts.matches()) {
      port = parts.group("port") == null ? DNS : Integer.parseInt(parts.group("port"));
    }
    if (port < 1 || port > MOST_PORT) {
      throw refused(setting, "must be an address, or an address and a port: 10.0.0.53:53");
    }
    return InetSocketAddress.createUnresolved(parts.group("host"), port);
  }

  ZoneId zone(Setting setting) {
    try {
      return ZoneId.of(required(setting));
    } catch (DateTimeException e) {
      throw refused(setting, "must be a time zone such as Asia/Shanghai or UTC");
    }
  }

  URI url(Setting setting) {
    String text = required(setting);
    try {
      URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web && url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw refused(setting, "must be a web address such as https://mail.example.com");
    }
    throw refused(setting, "must be a web address such as https://mail.example.com");
  }

  /** The refusal of a setting, with which the start ends. */
  static MailwrightException refused(Setting setting, String what) {
    return new MailwrightException(
        ErrorCode.SETTING_UNUSABLE,
        "The setting " + setting.name() + " " + what + ". Correct it and start again.");
  }
}
